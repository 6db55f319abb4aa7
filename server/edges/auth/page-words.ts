import type { Context } from 'hono';
import { accepts } from 'hono/accepts';

export type PageLanguage = 'en' | 'de';

/** What pages say that are written in English alone. */
export const english = {
  signIn: 'Sign in',
  signInTo: 'Sign in to Sidethread',
  email: 'E-mail',
  password: 'Password',
  mailLink: 'Mail me a sign-in link instead',
  forgot: 'Forgot your password? Whoever runs the server can make you a sign-in link.',
  or: 'or',
  continueWith: 'Continue with',
  lookTitle: 'Look into your mailbox',
  lookBefore: 'If there is an account for',
  lookAfter: ', a sign-in link is on its way. It works once, for 15 minutes, in this browser.',
  back: 'Back',
  allowTitle: 'Allow the extension',
  allowQuestion: 'Let the extension sign in?',
  allowNote:
    "The Sidethread extension in this browser asks to act for you: to read and write your team's discussions and contacts.",
  account: 'Account',
  device: 'Device',
  allow: 'Allow',
  cancel: 'Cancel',
  otherAccount: 'Use another account',
  signOutLater: "You can sign the device out again at any time, from the extension's device list.",
  refusedTitle: 'Not allowed',
  refused: "This sign-in can't go on",
  refusedNote:
    'It does not come from an extension that this server knows, or it is incomplete. Start it again from the Sidethread popup; if it fails again, ask who runs the server about EXTENSION_IDS.',
};

export type PageWords = Readonly<typeof english>;

const german: PageWords = {
  signIn: 'Anmelden',
  signInTo: 'Bei Sidethread anmelden',
  email: 'E-Mail',
  password: 'Passwort',
  mailLink: 'Stattdessen einen Anmelde-Link zusenden',
  forgot: 'Passwort vergessen? Wer den Server betreibt, kann Ihnen einen Anmelde-Link geben.',
  or: 'oder',
  continueWith: 'Weiter mit',
  lookTitle: 'Sehen Sie in Ihr Postfach',
  lookBefore: 'Wenn es ein Konto für',
  lookAfter: ' gibt, ist ein Anmelde-Link unterwegs. Er gilt einmal, 15 Minuten lang, in diesem Browser.',
  back: 'Zurück',
  allowTitle: 'Erweiterung erlauben',
  allowQuestion: 'Darf sich die Erweiterung anmelden?',
  allowNote:
    'Die Sidethread-Erweiterung in diesem Browser möchte für Sie handeln: die Diskussionen und Kontakte Ihres Teams lesen und schreiben.',
  account: 'Konto',
  device: 'Gerät',
  allow: 'Erlauben',
  cancel: 'Abbrechen',
  otherAccount: 'Anderes Konto verwenden',
  signOutLater: 'In der Geräteliste der Erweiterung können Sie das Gerät jederzeit wieder abmelden.',
  refusedTitle: 'Nicht erlaubt',
  refused: 'Diese Anmeldung kann nicht weitergehen',
  refusedNote:
    'Sie kommt von keiner Erweiterung, die dieser Server kennt, oder sie ist unvollständig. Beginnen Sie noch einmal im Sidethread-Fenster; schlägt es wieder fehl, fragen Sie, wer den Server betreibt, nach EXTENSION_IDS.',
};

const words: Readonly<Record<PageLanguage, PageWords>> = { en: english, de: german };

/** What the pages that lead into the extension say to people, sentences of what went wrong among them. */
const sentences: Readonly<Record<string, string>> = {
  'There is no account for this address. Ask an admin of your team to invite you.':
    'Für diese Adresse gibt es kein Konto. Bitten Sie jemanden, der Ihr Team verwaltet, um eine Einladung.',
  'There is an account for this address, but the address is not confirmed, there or here. Sign in with your password.':
    'Für diese Adresse gibt es ein Konto, aber die Adresse ist dort oder hier nicht bestätigt. Melden Sie sich mit Ihrem Passwort an.',
  'You did not allow it there. Choose another way or try again.':
    'Sie haben es dort nicht erlaubt. Wählen Sie einen anderen Weg, oder versuchen Sie es noch einmal.',
  'Signing in that way did not work. Try again or choose another way.':
    'Die Anmeldung auf diesem Weg hat nicht geklappt. Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg.',
  'This way of signing in does not answer now. Try again in a moment.':
    'Dieser Weg der Anmeldung antwortet gerade nicht. Versuchen Sie es gleich noch einmal.',
  'The address or the password is wrong. Try again or choose another way.':
    'Adresse oder Passwort ist falsch. Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg.',
  'The mail could not be sent. Try again in a moment or use your password.':
    'Die Mail konnte nicht gesendet werden. Versuchen Sie es gleich noch einmal, oder nehmen Sie Ihr Passwort.',
  'Signing in failed on our side. Try again in a moment.':
    'Die Anmeldung ist bei uns gescheitert. Versuchen Sie es gleich noch einmal.',
};

/** The language that the browser asks for, of those that these pages are written in. */
export function pageLanguage(c: Context): PageLanguage {
  const asked = accepts(c, {
    header: 'Accept-Language',
    supports: ['en', 'de'],
    default: 'en',
    match: (wanted) =>
      wanted
        .toSorted((a, b) => b.q - a.q)
        .map(({ type }) => type.toLowerCase().split('-')[0])
        .find((tag) => tag === 'en' || tag === 'de') ?? 'en',
  });
  return asked === 'de' ? 'de' : 'en';
}

/** The words of the pages that lead into the extension, in the browser's language. */
export function pageWords(c: Context): PageWords {
  return words[pageLanguage(c)];
}

/** A sentence in the browser's language, where there is one for it. */
export function inPageLanguage(c: Context, sentence: string): string {
  return pageLanguage(c) === 'de' ? (sentences[sentence] ?? sentence) : sentence;
}
