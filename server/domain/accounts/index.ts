export { askForEmailFromDevice } from './ask-for-email-from-device.ts';
export { askForEmail, NewEmail, proveEmail } from './change-email.ts';
export { sendEmailChange, sendEmailChangeJob, tellOldAddress, tellOldAddressJob } from './mail-email-change.ts';
export { setName, NewName } from './set-name.ts';
export { setPicture } from './set-picture.ts';
