import { useEffect, useState } from "preact/hooks";

/** An address of a photo that the page may show; undefined until it is known that a browser can. */
export function usePhoto(file: File | undefined): string | undefined {
  const [shown, setShown] = useState<{ readonly file: File; readonly uri: string } | undefined>(undefined);
  useEffect(() => {
    if (file === undefined) return;
    const uri = URL.createObjectURL(file);
    const image = new Image();
    image.src = uri;
    image.decode().then(
      () => {
        setShown({ file, uri });
      },
      // What is no picture lies under nothing.
      () => undefined,
    );
    return () => {
      URL.revokeObjectURL(uri);
    };
  }, [file]);
  return file !== undefined && shown?.file === file ? shown.uri : undefined;
}
