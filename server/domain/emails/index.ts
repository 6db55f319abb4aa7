export { applySharing, applySharingJob } from './apply-sharing.ts';
export { changeCopies, type CopyChange } from './change-copies.ts';
export { confirmSharing, getSharing, previewSharing, shareThread } from './own-sharing.ts';
export { readEmailMarkup, readFileText } from './read-content.ts';
export { dropPrivateMail, dropPrivateMailJob, removeMailboxMail } from './remove-mailbox-mail.ts';
export { reparseEmails, restartReparse, type ReparsePorts } from './reparse-emails.ts';
export { htmlToText } from './mime/html-to-text.ts';
export { openIntake, storeEmail, type StoreMail } from './store-email.ts';
export { fetchWantedMail, findKnownCopies, listWantedCopies } from './wanted-copies.ts';
