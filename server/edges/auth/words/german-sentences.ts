/** What went wrong, as the server's pages say it in German; `{name}` stands for a value. */
export const germanSentences: Readonly<Record<string, string>> = {
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
  'This way of signing in does not answer now.': 'Dieser Weg der Anmeldung antwortet gerade nicht.',
  'The address or the password is wrong. Try again or choose another way.':
    'Adresse oder Passwort ist falsch. Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg.',
  'Too many wrong passwords for this address. Wait {minutes} minutes, or sign in another way.':
    'Zu viele falsche Passwörter für diese Adresse. Warten Sie {minutes} Minuten, oder melden Sie sich auf anderem Weg an.',
  'Too many wrong passwords for this address. Wait 1 minute, or sign in another way.':
    'Zu viele falsche Passwörter für diese Adresse. Warten Sie 1 Minute, oder melden Sie sich auf anderem Weg an.',
  'Too many tries. Wait {seconds} seconds and try again.':
    'Zu viele Versuche. Warten Sie {seconds} Sekunden und versuchen Sie es noch einmal.',
  'This server sends no mail, so no address can be proved; ask who runs it.':
    'Dieser Server versendet keine E-Mails, darum kann keine Adresse bestätigt werden; fragen Sie, wer ihn betreibt.',
  'This server sends no mail.': 'Dieser Server versendet keine E-Mails.',
  'The mail could not be sent. Try again in a moment or use your password.':
    'Die Mail konnte nicht gesendet werden. Versuchen Sie es gleich noch einmal, oder nehmen Sie Ihr Passwort.',
  'This link was used already or is too old. Ask for a new one.':
    'Dieser Link wurde schon benutzt oder ist zu alt. Bitten Sie um einen neuen.',
  'Signing in failed on our side. Try again in a moment.':
    'Die Anmeldung ist bei uns gescheitert. Versuchen Sie es gleich noch einmal.',
  'There is an account for this address already. Sign in with it.':
    'Für diese Adresse gibt es schon ein Konto. Melden Sie sich damit an.',
  'Write your name.': 'Schreiben Sie Ihren Namen.',
  'Give the team a name.': 'Geben Sie dem Team einen Namen.',
  'That e-mail address is too long.': 'Diese E-Mail-Adresse ist zu lang.',
  'That e-mail address is not complete.': 'Diese E-Mail-Adresse ist nicht vollständig.',
  'Choose a password of at least 10 characters.': 'Wählen Sie ein Passwort mit mindestens 10 Zeichen.',
  'Choose a password of at most 128 characters.': 'Wählen Sie ein Passwort mit höchstens 128 Zeichen.',
  'Fill in every field.': 'Füllen Sie jedes Feld aus.',
  'This account is gone. Ask an admin of your team.':
    'Dieses Konto gibt es nicht mehr. Fragen Sie jemanden, der Ihr Team verwaltet.',
  'This is your address already.': 'Das ist schon Ihre Adresse.',
  'A link is on its way already. Wait a minute and try again.':
    'Ein Link ist schon unterwegs. Warten Sie eine Minute und versuchen Sie es noch einmal.',
  'Somebody has an account with this address already.': 'Mit dieser Adresse hat schon jemand ein Konto.',
  'This link was used, replaced or is too old. Ask for a new one on your account’s page.':
    'Dieser Link wurde benutzt, ersetzt oder ist zu alt. Bitten Sie auf der Seite Ihres Kontos um einen neuen.',
  'Only owners of a team can start another one.': 'Nur wer Inhaber eines Teams ist, kann ein weiteres gründen.',
  'You signed in a while ago. Sign out, sign in again, and then change it.':
    'Sie haben sich vor einer Weile angemeldet. Melden Sie sich ab und wieder an, und ändern Sie es dann.',
  'This invitation is for {invited}, and you are signed in as {email}. Sign out and open the link again.':
    'Diese Einladung ist für {invited}, und Sie sind als {email} angemeldet. Melden Sie sich ab und öffnen Sie den Link noch einmal.',
  'This set-up link was used or is too old. Restart the server to get a new one.':
    'Dieser Einrichtungs-Link wurde benutzt oder ist zu alt. Starten Sie den Server neu, um einen neuen zu bekommen.',
  'This invitation was used, cancelled or is too old. Ask for a new one.':
    'Diese Einladung wurde benutzt, zurückgezogen oder ist zu alt. Bitten Sie um eine neue.',
};
