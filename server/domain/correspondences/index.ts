export { joinDiscussion, refuseJoin } from './join-discussion.ts';
export { openCorrespondence } from './open-correspondence.ts';
export { postAboutMail } from './post-about-mail.ts';
