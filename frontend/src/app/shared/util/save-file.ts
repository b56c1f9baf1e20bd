/** Hands a file from memory to the browser's downloads. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has taken its own hold by the next turn.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  });
}
