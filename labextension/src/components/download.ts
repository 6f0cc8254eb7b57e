// Saving something as a file on the reader's machine.

/** Let the browser save it, under the last part of a name. */
export function download(name: string, content: Blob | string): void {
  const blob =
    typeof content === 'string'
      ? new Blob([content], { type: 'text/plain' })
      : content;
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name.split('/').pop() ?? name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
