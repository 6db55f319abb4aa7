/** Chosen files above this are not unpacked; said before choosing. */
export const maxChosenBytes = 10 * 1024 * 1024;
export const chosenTypes = ['image/png', 'image/jpeg', 'image/webp'];
const side = 256;

/**
 * A chosen picture as others will see it: its middle, square and small, drawn anew, so that nothing else that its file
 * holds (where and with what it was taken) leaves this computer. Undefined when the browser can't read it.
 */
export async function squarePicture(file: Blob): Promise<Blob | undefined> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (bitmap === undefined) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  const cut = Math.min(bitmap.width, bitmap.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, (bitmap.width - cut) / 2, (bitmap.height - cut) / 2, cut, cut, 0, 0, side, side);
  bitmap.close();
  const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.9));
  return drawn ?? undefined;
}
