export { attachFiles } from './attach-files.ts';
export { readContentType } from './content-type.ts';
export { cleanFileName } from './file-name.ts';
export { findDownload, signDownload, type Download } from './find-download.ts';
export { maxFileBytes, storeFile, type NewFile } from './store-file.ts';
