export { drainMailbox } from './drain-mailbox.ts';
export { drainMailboxJob, requestDueDrains } from './outgoing-jobs.ts';
export { getOutgoingWithTime, listOutgoingPage, type ListedOutgoing } from './list-outgoing-page.ts';
export { PrepareAnswer, prepareAnswer } from './prepare-answer.ts';
export { getOutgoing, ListOutgoing, listOutgoing } from './read-outgoing.ts';
export { sendForProgram } from './send-for-program.ts';
export { saveDraft } from './save-draft.ts';
export { discardDraft, restoreDraft, takeOverDraft } from './hand-over-draft.ts';
export { confirmSent, retrySend, SendMail, sendMail, undoSend } from './send-mail.ts';
