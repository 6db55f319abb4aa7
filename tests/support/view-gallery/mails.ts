import type { AssignmentView } from '#shared/contract/notification.ts';
import { CorrespondenceCard, CorrespondenceDetail } from '#shared/contract/correspondence-list.ts';
import type { EmailPerson } from '#shared/contract/email.ts';
import { ago, id, jack, mara, tom } from './fixtures.ts';

const customer = { name: 'Jack Reyes', address: 'jack@brightwater.example', userId: null, contactId: jack.id };
const support = { name: 'Larkfield Support', address: 'support@larkfield.example', userId: null, contactId: null };
const toms = { name: tom.name, address: tom.email, userId: tom.id, contactId: null };
const held = [mara, tom].map(({ id: userId, name }) => ({ id: userId, name }));

/** Where a correspondence stands. */
export const mailCard = (change: object = {}): CorrespondenceCard =>
  CorrespondenceCard.parse({
    id: id(101),
    subject: 'Re: Four meters drift after the frost',
    sender: { name: customer.name, address: customer.address },
    preview: 'All four drift by the same amount',
    lastEmailAt: ago(42),
    emailCount: 3,
    attachmentCount: 2,
    state: 'open',
    assignee: { id: tom.id, name: tom.name, pictureUrl: null },
    tags: ['warranty', 'calibration'],
    caseId: null,
    isUnread: false,
    isMine: true,
    users: [],
    discussionId: id(100),
    createdAt: ago(3000),
    updatedAt: ago(42),
    version: 1,
    ...change,
  });

function email(number: number, from: EmailPerson, minutes: number, text: string, change: object = {}): object {
  return {
    id: id(600 + number),
    correspondenceId: id(101),
    activityId: null,
    direction: from.userId === null ? 'in' : 'out',
    subject: 'Re: Four meters drift after the frost',
    sentAt: ago(minutes),
    receivedAt: ago(minutes),
    from: [from],
    to: [from === customer ? support : customer],
    cc: [],
    bcc: [],
    visibleText: text,
    fragments: [{ content: text, isQuoted: false, isSignature: false, isHidden: false }],
    hasHtml: true,
    attachments: [],
    heldBy: held,
    ...change,
  };
}

const file = (number: number, name: string, contentType: string, size: number) => ({
  id: id(700 + number),
  name,
  contentType,
  size,
  isInline: false,
  contentId: null,
  url: 'https://sidethread.larkfield.example/files/x',
});

const last = 'All four drift by the same amount, see the log.\n\nCan you swap them before the 27th?';

/** Three mails between a customer and a teammate. */
export const mailDetail = (): CorrespondenceDetail =>
  CorrespondenceDetail.parse({
    card: mailCard(),
    emails: [
      email(1, customer, 3000, 'Since the frost four of our meters drift. Is that covered?'),
      email(2, toms, 1500, 'Hi Jack, yes it is. Could you send me a log of the drift?'),
      email(3, customer, 42, last, {
        cc: [{ name: 'Ines Costa', address: 'ines@brightwater.example', userId: null, contactId: null }],
        attachments: [
          { ...file(3, 'plot.png', 'image/png', 20_133), contentId: 'plot@brightwater.example', isInline: true },
          file(4, 'plot.png', 'image/png', 20_133),
          file(1, 'drift-log-november.csv', 'text/csv', 48_213),
          file(2, 'Zählerstände Überprüfung 2026-11 (Anlage 4, endgültige Fassung).pdf', 'application/pdf', 1_820_133),
        ],
        fragments: [
          { content: last, isQuoted: false, isSignature: false, isHidden: false },
          {
            content: '> Hi Jack, yes it is. Could you send me a log of the drift?',
            isQuoted: true,
            isSignature: false,
            isHidden: true,
          },
        ],
      }),
    ],
    hasOlder: true,
    privateEmailCount: 1,
    ownShares: [
      {
        emailId: id(603),
        address: mara.email,
        because: 'domain',
        value: 'brightwater.example',
        isOfTeam: false,
        by: { id: mara.id, name: mara.name },
        at: ago(40),
      },
    ],
  });

/** What an inbox holds. */
export const mailCards = (): CorrespondenceCard[] => [
  mailCard({ isUnread: true }),
  mailCard({
    id: id(102),
    subject: 'Angebot für das Gewächshaus: Rückfragen zu Lieferung, Montage und Wartung',
    sender: { name: 'Prof. Dr. Anneliese Sommerfeld-Wittgenstein', address: 'a@sommerfeld.example' },
    preview: 'vielen Dank, zwei Fragen haben wir noch, bevor wir bestellen',
    lastEmailAt: ago(400),
    emailCount: 12,
    attachmentCount: 0,
    state: 'waiting',
    assignee: null,
    tags: [],
    discussionId: null,
  }),
  mailCard({
    id: id(103),
    subject: '',
    sender: { name: '', address: 'orders@whitcombe-farms.example' },
    preview: '',
    lastEmailAt: ago(5000),
    emailCount: 1,
    attachmentCount: 1,
    state: 'closed',
    tags: ['order'],
  }),
];

/** What waits for one's own answer. */
export const assignments: AssignmentView[] = [
  {
    id: id(900),
    correspondenceId: id(901) as AssignmentView['correspondenceId'],
    assignedBy: tom.name,
    at: ago(12),
    subject: 'Flow meters drift after the firmware update',
    senderName: 'Jack Linden',
    discussionId: null,
    webmailUrl: null,
  },
  {
    id: id(902),
    correspondenceId: id(903) as AssignmentView['correspondenceId'],
    assignedBy: null,
    at: ago(300),
    subject: '',
    senderName: 'einkauf@gerber-apparatebau.example',
    discussionId: null,
    webmailUrl: null,
  },
];
