/** What of a picture is seen: which point of the mask is in the middle, and how many screen pixels a mask pixel takes. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A mask pixel is never drawn larger than this. */
const MAX_SCALE = 64;

/** The whole picture, as large as fits. */
export function fitted(picture: Size, screen: Size): Camera {
  const scale = Math.min(screen.width / picture.width, screen.height / picture.height, MAX_SCALE);
  return { x: picture.width / 2, y: picture.height / 2, scale };
}

/** Zoomed by a factor about a point of the screen, which stays where it is. */
export function zoomed(camera: Camera, factor: number, at: Place, picture: Size, screen: Size): Camera {
  const smallest = Math.min(fitted(picture, screen).scale, 1);
  const scale = Math.min(MAX_SCALE, Math.max(smallest, camera.scale * factor));
  const fromMiddle = { x: at.x - screen.width / 2, y: at.y - screen.height / 2 };
  const moved = {
    x: camera.x + fromMiddle.x / camera.scale - fromMiddle.x / scale,
    y: camera.y + fromMiddle.y / camera.scale - fromMiddle.y / scale,
    scale,
  };
  return kept(moved, picture, screen);
}

/** Moved by so many screen pixels. */
export function panned(camera: Camera, dx: number, dy: number, picture: Size, screen: Size): Camera {
  return kept(
    { ...camera, x: camera.x - dx / camera.scale, y: camera.y - dy / camera.scale },
    picture,
    screen,
  );
}

/** Within the picture: an axis that is seen whole is in the middle. */
function kept({ x, y, scale }: Camera, picture: Size, screen: Size): Camera {
  const along = (middle: number, length: number, shown: number): number => {
    const half = shown / scale / 2;
    return half * 2 >= length ? length / 2 : Math.min(length - half, Math.max(half, middle));
  };
  return {
    x: along(x, picture.width, screen.width),
    y: along(y, picture.height, screen.height),
    scale,
  };
}

/** The mask pixel under a point of the screen; undefined beside the picture. Pixels may be higher than wide. */
export function pixelAt(
  camera: Camera,
  at: Place,
  { width, height, aspect }: Size & { readonly aspect: number },
  screen: Size,
): Place | undefined {
  const x = Math.floor(camera.x + (at.x - screen.width / 2) / camera.scale);
  const y = Math.floor((camera.y + (at.y - screen.height / 2) / camera.scale) / aspect);
  return x >= 0 && y >= 0 && x < width && y < height ? { x, y } : undefined;
}
