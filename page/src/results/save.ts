/** Hands a file to the user: it goes nowhere but to the disk. */
export function save(fileName: string, content: string | Uint8Array<ArrayBuffer>, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName.replace(/[/\\]/g, "-");
  link.click();
  // Not at once: the browser has not read it yet.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}
