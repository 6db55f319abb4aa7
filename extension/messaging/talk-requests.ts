import type { UpdateContact } from '#shared/contract/contact.ts';
import type {
  ChangeCorrespondence,
  CorrespondenceDetail,
  CorrespondencePage,
  EmailReason,
  ListCorrespondences,
} from '#shared/contract/correspondence-list.ts';
import type { DiscussionCard, Message, Visibility } from '#shared/contract/discussion.ts';
import type { EmailMarkup, FileText } from '#shared/contract/email.ts';
import type { AddActivity, ReadTimeline, TimelinePage } from '#shared/contract/timeline.ts';
import type { AttachedFile } from './topics.ts';

/** What is asked about messages, discussions, correspondences and contacts. */
export interface TalkRequests {
  /**
   * Posts on the tab's open thread (`discussionId` null) or on a discussion. Answered once it is safely queued.
   * `threadKey`: the thread beside which it was written, null for a discussion without its mail; refused when the tab
   * has moved on to another thread and the message needs the mail that was open.
   */
  'message.post': {
    from: 'view';
    input: {
      messageId: string;
      threadKey: string | null;
      discussionId: string | null;
      body: string;
      mentions: string[];
      visibility: Visibility;
      channelId: string | null;
      files: AttachedFile[];
    };
    output: null;
  };
  'message.edit': { from: 'view'; input: { discussionId: string; messageId: string; body: string }; output: null };
  'message.delete': { from: 'view'; input: { discussionId: string; messageId: string }; output: null };
  'message.restore': { from: 'view'; input: { discussionId: string; messageId: string }; output: null };
  'message.react': {
    from: 'view';
    input: { discussionId: string; messageId: string; emoji: string; on: boolean };
    output: null;
  };
  /** Sends again what failed or is unknown: only ever on a person's word. */
  'message.retry': { from: 'view'; input: { discussionId: string; messageId: string }; output: null };
  /** Takes back what is still queued here and never reached the server. */
  'message.discard': { from: 'view'; input: { messageId: string }; output: null };
  'file.upload': {
    from: 'view';
    input: { name: string; contentType: string; base64: string };
    output: { fileId: string };
  };

  'discussion.read': { from: 'view'; input: { discussionId: string; seq: number }; output: null };
  'discussion.unread': { from: 'view'; input: { discussionId: string; seq: number }; output: null };
  'discussion.follow': { from: 'view'; input: { discussionId: string; on: boolean }; output: null };
  'discussion.mute': { from: 'view'; input: { discussionId: string; on: boolean }; output: null };
  'discussion.delete': { from: 'view'; input: { discussionId: string }; output: null };
  'discussion.restore': { from: 'view'; input: { discussionId: string }; output: null };
  'discussion.history': {
    from: 'view';
    input: { discussionId: string; beforeSeq: number };
    output: { messages: Message[]; hasOlder: boolean };
  };
  'discussion.set-channel': { from: 'view'; input: { discussionId: string; channelId: string }; output: null };
  'discussion.invite': { from: 'view'; input: { discussionId: string; userIds: string[] }; output: null };
  /** `threadKey`: the thread whose mail joins; refused when the tab shows another by now. */
  'discussion.join': { from: 'view'; input: { discussionId: string; threadKey: string }; output: null };
  'discussion.refuse-join': { from: 'view'; input: { discussionId: string }; output: null };
  'discussion.search': { from: 'view'; input: { query: string }; output: DiscussionCard[] };

  'correspondence.list': { from: 'view'; input: ListCorrespondences; output: CorrespondencePage };
  /** A correspondence's e-mails as they were read last, null when they never were. */
  'correspondence.cached': { from: 'view'; input: { correspondenceId: string }; output: CorrespondenceDetail | null };
  /** Reads the newest e-mails, or those before what is cached, and answers all that is cached then. */
  'correspondence.read': {
    from: 'view';
    input: { correspondenceId: string; older: boolean };
    output: CorrespondenceDetail;
  };
  'correspondence.change': { from: 'view'; input: ChangeCorrespondence; output: null };
  /** Why each e-mail is where it is, strongest reason first. */
  'correspondence.explain': { from: 'view'; input: { correspondenceId: string }; output: EmailReason[] };
  /** Both by hand; the word that is answered takes it back. */
  'correspondence.merge': {
    from: 'view';
    input: { correspondenceId: string; otherId: string };
    output: { wordId: string };
  };
  'correspondence.split': {
    from: 'view';
    input: { correspondenceId: string; emailIds: string[] };
    output: { wordId: string };
  };
  'correspondence.undo': { from: 'view'; input: { wordId: string }; output: null };
  'correspondence.mark': { from: 'view'; input: { correspondenceId: string; unread: boolean }; output: null };

  /** What a mail's sender wrote as markup: hostile, for the frame that sanitises and shows it. */
  'email.markup': { from: 'view'; input: { emailId: string }; output: EmailMarkup };
  /** The beginning of an attached text file. */
  'email.file-text': { from: 'view'; input: { fileId: string }; output: FileText };

  'activity.timeline': { from: 'view'; input: ReadTimeline; output: TimelinePage };
  'activity.add': { from: 'view'; input: AddActivity; output: null };
  'activity.remove': { from: 'view'; input: { id: string }; output: null };
  /** Undo of removing. */
  'activity.restore': { from: 'view'; input: { id: string }; output: null };

  'contact.save': { from: 'view'; input: { id: string; name: string; address: string }; output: null };
  /** Undo of saving. */
  'contact.remove': { from: 'view'; input: { id: string }; output: null };
  'contact.update': { from: 'view'; input: UpdateContact; output: null };

  'presence.beat': { from: 'view'; input: { discussionId: string; state: 'open' | 'writing' | 'gone' }; output: null };
}
