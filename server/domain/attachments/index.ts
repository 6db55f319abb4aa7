export { findBlockedFile } from './blocked-files.ts';
export { attachFiles } from './attach-files.ts';
export { readContentType } from './content-type.ts';
export { cleanFileName } from './file-name.ts';
export { findDownload, signDownload, type Download } from './find-download.ts';
export { copyProblems, keepCopy, type CopyProblem } from './keep-copy.ts';
export { removeUnusedFiles } from './remove-unused-files.ts';
export { maxFileBytes, storeFile } from './store-file.ts';
export { noteUnusedBytes, removeUnusedBytes, requireBytes, startUse } from './unused-bytes.ts';
