import type {
  AssignmentView,
  ClaimedNotifications,
  MailboxAlarm,
  NotificationView,
} from '#shared/contract/notification.ts';
import { t } from '#extension/language/t.ts';
import type { Covered, Shown } from './shown.ts';

/** A notification that is to be shown. */
export interface Fresh {
  readonly shown: Shown;
  readonly title: string;
  readonly message: string;
}

/** More than these of a kind at once are one notification: nobody reads ten. */
const mostAtOnce = 3;

/** Our own pages: with all of one's correspondences, and where a mailbox is connected again. */
interface OwnPages {
  readonly listUrl: string;
  readonly mailboxesUrl: string;
}

/** What a device shows of what it claimed. */
export function describeNotifications(
  { notifications, assignments, alarms }: Omit<ClaimedNotifications, 'againInMs'>,
  { listUrl, mailboxesUrl }: OwnPages,
): Fresh[] {
  const few = notifications.length <= mostAtOnce;
  const fewAssigned = assignments.length <= mostAtOnce;
  return [
    ...(few ? notifications.map(describeMention) : [summariseMentions(notifications)]),
    ...(fewAssigned
      ? assignments.map((each) => describeAssignment(each, listUrl))
      : [summariseAssignments(assignments, listUrl)]),
    ...alarms.map((alarm) => describeAlarm(alarm, mailboxesUrl)),
  ];
}

function describeAlarm({ mailboxId, address }: MailboxAlarm, url: string): Fresh {
  return {
    shown: { id: `mailbox:${mailboxId}`, covers: [{ mailboxId }], url },
    title: t('notification.reconnect', { address }),
    message: t('notification.reconnectNote'),
  };
}

function describeMention(mention: NotificationView): Fresh {
  const { messageId, authorName, subject, preview, webmailUrl, chatUrl } = mention;
  return {
    shown: { id: `mention:${messageId}`, covers: [placeOf(mention)], url: webmailUrl ?? chatUrl },
    title: t('notification.mention', { name: authorName }),
    message: subject === '' ? preview : `${subject}\n${preview}`,
  };
}

function summariseMentions(mentions: readonly NotificationView[]): Fresh {
  return {
    shown: { id: `mentions:${mentions.at(-1)?.messageId}`, covers: mentions.map(placeOf), url: null },
    title: t('notification.mentions', mentions.length),
    message: subjectsOf(mentions),
  };
}

function describeAssignment(assignment: AssignmentView, listUrl: string): Fresh {
  const { id, assignedBy, subject, senderName, webmailUrl, correspondenceId } = assignment;
  const url = webmailUrl ?? `${listUrl}#${correspondenceId}`;
  return {
    shown: { id: `assignment:${id}`, covers: [{ assignmentId: id }], url },
    title: assignedBy === null ? t('notification.assigned') : t('notification.assignedBy', { name: assignedBy }),
    message: [subject, senderName].filter((text) => text !== '').join('\n'),
  };
}

function summariseAssignments(assignments: readonly AssignmentView[], listUrl: string): Fresh {
  const covers: Covered[] = assignments.map(({ id }) => ({ assignmentId: id }));
  return {
    shown: { id: `assignments:${assignments[0]?.id}`, covers, url: listUrl },
    title: t('notification.assignedMany', assignments.length),
    message: subjectsOf(assignments),
  };
}

function placeOf({ discussionId, seq }: NotificationView): Covered {
  return { discussionId, seq };
}

function subjectsOf(views: readonly { subject: string }[]): string {
  return [...new Set(views.map(({ subject }) => subject).filter((subject) => subject !== ''))].join('\n');
}
