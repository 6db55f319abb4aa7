import type { PageWords } from './english.ts';

/** The same in German. */
export const german: PageWords = {
  signIn: 'Anmelden',
  signInTo: 'Bei Sidethread anmelden',
  email: 'E-Mail',
  password: 'Passwort',
  passwordHint: 'Mindestens 10 Zeichen',
  yourName: 'Ihr Name',
  teamName: 'Name des Teams',
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
  failedTitle: 'Etwas ist gescheitert',
  failed: 'Bei uns ist etwas gescheitert',
  failedNote:
    'Nichts von dem, was Sie eingegeben haben, wurde gespeichert. Gehen Sie zurück und versuchen Sie es gleich noch einmal.',
  elsewhereTitle: 'Nicht gesendet',
  elsewhere: 'Dieses Formular kam von anderswo',
  elsewhereBefore: 'Es ist nichts geschehen. Öffnen Sie die Seite unter',
  elsewhereAfter: 'und versuchen Sie es noch einmal.',

  signedIn: 'Angemeldet',
  youAreSignedIn: 'Sie sind angemeldet',
  inNoTeam: 'Sie sind in keinem Team. Bitten Sie jemanden, der Ihr Team verwaltet, um eine Einladung.',
  nowSignIn:
    'Klicken Sie nun neben der Adressleiste Ihres Browsers auf Sidethread und melden Sie sich dort mit der Adresse dieses Servers an:',
  closePage: 'Diese Seite können Sie schließen.',
  signOut: 'Abmelden',
  startAnother: 'Ein weiteres Team gründen',
  startTeam: 'Team gründen',
  choosePassword: 'Ein neues Passwort wählen',
  newPassword: 'Neues Passwort',
  changePassword: 'Ändern und überall sonst abmelden',
  changeLater:
    'Um E-Mail oder Passwort zu ändern, melden Sie sich ab und wieder an: Danach ist es 15 Minuten lang möglich.',
  changeName: 'Ihren Namen ändern',
  saveName: 'Namen speichern',
  changeEmail: 'Ihre E-Mail-Adresse ändern',
  newEmail: 'Neue E-Mail-Adresse',
  mailNewEmail: 'Einen Link an die neue Adresse senden',
  noMail:
    'Dieser Server versendet keine E-Mails, eine Adresse kann also nicht bestätigt werden: Wer ihn betreibt, müsste SMTP_URL setzen.',
  emailAskedTitle: 'Sehen Sie in Ihr neues Postfach',
  emailAsked: (email) =>
    `Wenn niemand ein Konto mit ${email} hat, ist ein Link dorthin unterwegs. Öffnen Sie ihn innerhalb einer Stunde in diesem Browser; bis dahin ändert sich nichts.`,
  proveTitle: 'Neue E-Mail-Adresse',
  proveQuestion: 'Ab jetzt mit dieser Adresse anmelden?',
  proveNote: 'Ihre alte Adresse wird benachrichtigt und meldet nicht mehr an.',
  prove: 'Diese Adresse verwenden',
  passwordChangedTitle: 'Passwort geändert',
  passwordChanged: 'Ihr Passwort ist geändert',
  passwordChangedNote:
    'Sie sind überall sonst abgemeldet; melden Sie sich in jedem Browser im Sidethread-Fenster wieder an.',
  roles: { owner: 'Inhaber', admin: 'Verwaltung', member: 'Mitglied', viewer: 'Leser' },

  setUpTitle: 'Einrichten',
  setUp: 'Sidethread einrichten',
  setUpNote: 'Das erste Team gehört Ihnen, und Sie können alle anderen einladen.',
  yourEmail: 'Ihre E-Mail-Adresse',
  yourEmailHint: 'Die aus Slack, wenn Ihr Team es benutzt',
  createTeam: 'Team anlegen',
  setUpOverTitle: 'Einrichtungs-Link',
  setUpOver: 'Dieser Einrichtungs-Link gilt nicht mehr',
  setUpOverNote:
    'Er wurde benutzt, ist mehr als einen Tag alt, oder der Server wurde seither neu gestartet. Ist noch nichts eingerichtet, starten Sie den Server neu: Er zeigt einen neuen Link.',

  join: (team) => `${team} beitreten`,
  invites: {
    owner: (by, email) => `${by} lädt ${email} als Inhaber ein.`,
    admin: (by, email) => `${by} lädt ${email} für die Verwaltung ein.`,
    member: (by, email) => `${by} lädt ${email} als Mitglied ein.`,
    viewer: (by, email) => `${by} lädt ${email} zum Mitlesen ein.`,
  },
  joinAs: (name) => `Als ${name} beitreten`,
  forSomebodyElse: (email) => `Sie sind als ${email} angemeldet, und diese Einladung ist für jemand anderen.`,
  signOutAndGoOn: 'Abmelden und weiter',
  signInToJoin: 'Anmelden und beitreten',
  makeAccount: 'Konto anlegen und beitreten',
  invitationTitle: 'Einladung',
  invitationOver: 'Diese Einladung gilt nicht mehr',
  invitationOverNote:
    'Sie wurde benutzt, zurückgezogen oder ist mehr als eine Woche alt. Bitten Sie, wer Sie eingeladen hat, um eine neue.',

  connectedTitle: 'Postfach verbunden',
  connected: 'Das Postfach ist verbunden',
  connectedNote: 'Seine E-Mails werden jetzt gelesen, die neuesten zuerst. Ihr Team sieht nichts, bevor Sie es teilen.',
  closesItself: 'Diese Seite schließt sich von selbst; bleibt sie stehen, können Sie sie schließen.',
  notConnectedTitle: 'Nicht verbunden',
  notConnected: 'Das Postfach wurde nicht verbunden',
  notConnectedNote:
    'Der Zugriff wurde nicht erlaubt, reicht nicht zum Lesen oder gilt einem Postfach, das schon verbunden ist. Es wurde nichts gespeichert. Beginnen Sie in Sidethread noch einmal, wählen Sie das Konto und erlauben Sie, seine E-Mails zu lesen.',
  providerSilent: 'Der Mail-Anbieter hat nicht geantwortet',
  providerSilentNote: 'Es wurde nichts gespeichert. Beginnen Sie in Sidethread gleich noch einmal.',
  connectOver: 'Diese Verbindung kann hier nicht beendet werden',
  connectOverNote:
    'Es hat zu lange gedauert, war schon fertig oder wurde in einem anderen Browser begonnen. Es wurde nichts verbunden. Hat Ihnen jemand einen Link hierher geschickt, müssen Sie nichts tun; sonst beginnen Sie in Sidethread noch einmal.',

  chatLinked: 'Ihr Slack-Konto ist verknüpft',
  chatLinkedNote: 'Drücken Sie in Slack noch einmal auf die Schaltfläche: Was Sie dort tun, gilt jetzt als Ihres.',
  chatNotLinked: 'Ihr Slack-Konto wurde nicht verknüpft',
  chatNotMember:
    'Sie sind als jemand angemeldet, der nicht in diesem Team ist. Melden Sie sich ab und drücken Sie in Slack noch einmal auf den Link.',
};
