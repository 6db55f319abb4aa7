/** A message must say something; one that only carries files says their names. */
export const bodyForFiles = (files: readonly { name: string }[]): string => files.map(({ name }) => name).join(', ');

/** Whether a message's text is only the names of its files, and so need not be shown. */
export const isOnlyFiles = ({ body, files }: { body: string; files: readonly { name: string }[] }): boolean =>
  files.length > 0 && body === bodyForFiles(files);
