import { mara, outsiders, priya, sales, tom, type MailPerson } from './mail-people.ts';

/** A conversation before any mailbox has given it ids. */
export type MailDraft = {
  subject: string;
  labels: string[];
  isUnread?: boolean;
  messages: [from: MailPerson, to: MailPerson[], cc: MailPerson[], sentAt: string, text: string][];
};

const { jack, ines, nora, jerome, yuki, omar, grace, luca, dana, sam } = outsiders;

export const drafts: readonly MailDraft[] = [
  {
    subject: 'Flow meters drift after the firmware update',
    labels: ['inbox', 'Customers/Brightwater'],
    isUnread: true,
    messages: [
      [
        jack,
        [mara],
        [ines],
        '2026-11-17T08:12:00Z',
        'Hello Mara,\n\nsince Friday’s firmware update four of our FM-20 flow meters read about 3 % high. We compared them with a weighed tank twice.\n\nCould somebody have a look before our audit on the 27th?\n\nRegards, Jack',
      ],
      [
        mara,
        [jack],
        [ines],
        '2026-11-17T09:40:00Z',
        'Hello Jack,\n\nthank you for measuring it so carefully. Which serial numbers are they, and was the temperature compensation on?\n\nMara',
      ],
      [
        jack,
        [mara],
        [ines],
        '2026-11-19T07:05:00Z',
        'Serials 20-1187, 20-1188, 20-1191 and 20-1204. Compensation was on for all of them.\n\nThe audit date stands, so a date from you would help us a lot.\n\nJack',
      ],
    ],
  },
  {
    subject: 'Angebot 2026-0481: Wartungsvertrag',
    labels: ['inbox', 'Customers'],
    messages: [
      [
        nora,
        [sales],
        [mara],
        '2026-11-16T13:19:00Z',
        'Guten Tag,\n\ndas Angebot gefällt uns. Ist bei drei Jahren Laufzeit noch etwas Spielraum beim Preis?\n\nMit freundlichen Grüßen\nNora Feldmann',
      ],
      [
        tom,
        [nora],
        [mara],
        '2026-11-16T15:02:00Z',
        'Guten Tag Frau Feldmann,\n\nich kläre das intern und melde mich bis Donnerstag.\n\nTom Okafor',
      ],
    ],
  },
  {
    subject: 'Livraison partielle – commande 7731',
    labels: ['inbox'],
    messages: [
      [
        jerome,
        [mara],
        [tom],
        '2026-11-18T10:27:00Z',
        'Bonjour,\n\nnous avons reçu huit capteurs sur douze. Quand arrivent les quatre autres ?\n\nMerci, Jérôme Bastien',
      ],
    ],
  },
  {
    subject: '校正証明書の再発行のお願い',
    labels: ['inbox'],
    messages: [
      [
        yuki,
        [mara],
        [],
        '2026-11-18T01:44:00Z',
        'お世話になっております。\n\nシリアル番号 18-0942 の校正証明書を再発行していただけますでしょうか。\n\n田中',
      ],
    ],
  },
  {
    subject: 'استفسار عن قطع الغيار',
    labels: ['inbox'],
    messages: [[omar, [mara], [priya], '2026-11-15T11:30:00Z', 'مرحبا،\n\nهل تتوفر حلقات الإحكام لطراز FM-10؟\n\nعمر']],
  },
  {
    subject: 'Re: Spring order for the greenhouses',
    labels: ['inbox', 'Customers'],
    isUnread: true,
    messages: [
      [
        grace,
        [mara],
        [],
        '2026-11-12T16:20:00Z',
        'Hi Mara, we would like twenty-four more humidity probes in March. Same price as last year?\n\nGrace',
      ],
      [
        mara,
        [grace],
        [tom],
        '2026-11-13T08:55:00Z',
        'Hi Grace, lovely to hear the greenhouses are growing. Tom will send the offer.\n\nMara',
      ],
      [
        grace,
        [mara],
        [tom],
        '2026-11-19T14:48:00Z',
        'Got it, thank you both. One question: can delivery be split in two?\n\nGrace',
      ],
    ],
  },
  {
    subject: 'Integration with our SCADA system',
    labels: ['inbox'],
    messages: [
      [
        luca,
        [priya],
        [mara],
        '2026-11-10T09:03:00Z',
        'Dear Priya,\n\nis there a Modbus register map for the FM-30? Our integrator needs it to plan.\n\nLuca',
      ],
      [
        priya,
        [luca],
        [mara],
        '2026-11-10T10:31:00Z',
        'Dear Luca, attached. Registers 40100 and up are the totals.\n\nPriya',
      ],
      [luca, [priya], [mara], '2026-11-11T17:26:00Z', 'Perfect, we got first readings today. Grazie!\n\nLuca'],
    ],
  },
  {
    subject: 'Cold chain loggers: three units silent',
    labels: ['inbox', 'Customers'],
    messages: [
      [
        dana,
        [mara, priya],
        [],
        '2026-11-19T05:58:00Z',
        'Good morning,\n\nthree of the loggers in truck 4 stopped sending at 02:10. The others are fine. Is there something we can try on the road?\n\nDana',
      ],
    ],
  },
  {
    subject: 'Question about your student discount',
    labels: ['inbox'],
    messages: [
      [
        sam,
        [mara],
        [],
        '2026-11-14T19:11:00Z',
        'Hi, I study hydrology and would love to use one FM-10 for my thesis. Do you have a discount for students?\n\nSam',
      ],
    ],
  },
  {
    subject: 'Lunch on Friday?',
    labels: ['inbox'],
    messages: [
      [tom, [mara, priya], [], '2026-11-19T10:02:00Z', 'The new noodle place, half past twelve?\n\nTom'],
      [priya, [tom, mara], [], '2026-11-19T10:06:00Z', 'Yes!\n\nPriya'],
    ],
  },
  {
    subject: 'Your visit in Lisbon',
    labels: ['sent'],
    messages: [
      [
        mara,
        [ines],
        [tom],
        '2026-11-09T12:00:00Z',
        'Dear Inês,\n\nTom and I will be in Lisbon on 3 December and would like to see the plant. Does the morning suit you?\n\nMara',
      ],
    ],
  },
  {
    subject: 'Invoice 2026-1187 is paid twice',
    labels: ['inbox', 'Customers/Brightwater'],
    messages: [
      [
        ines,
        [mara],
        [jack],
        '2026-11-06T15:37:00Z',
        'Dear Mara,\n\nour bank shows two payments for invoice 2026-1187. Could you send one back?\n\nInês',
      ],
      [
        mara,
        [ines],
        [jack],
        '2026-11-06T16:10:00Z',
        'Dear Inês,\n\nof course, it leaves today. Sorry for the trouble.\n\nMara',
      ],
    ],
  },
];
