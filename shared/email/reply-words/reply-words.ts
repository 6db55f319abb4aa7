/**
 * The words with which mail programs of one language introduce what they quote. Plain words and phrases, lower-case,
 * parted by `|`; an apostrophe stands for each kind of apostrophe. Gathered from what Gmail, Outlook, Apple Mail,
 * Thunderbird, Yahoo, mobile and national webmail write.
 */
export type ReplyWords = {
  /** How a line like "On … wrote:" begins. */
  start: string;
  /** Its verb, with the words that stick to it. */
  wrote: string;
  /** How a line begins that names nothing but the author: "Quoting …:". */
  quoting: string;
  /** Labels of a quoted header block. */
  from: string;
  sent: string;
  to: string;
  cc: string;
  subject: string;
  /** What stands between dashes, or alone on a line with a colon, above a quoted or forwarded mail. */
  divider: string;
  /** The beginning of "Sent from my …", without the device. */
  sentFrom: string;
};
