import type { ReplyWords } from './reply-words.ts';

export const en: ReplyWords = {
  start: 'on|at|in a message dated',
  wrote: 'wrote|writes|has written|said',
  quoting: 'quoting|quote from|message from|in reply to',
  from: 'from|originator',
  sent: 'sent|date|sent at|date sent|received',
  to: 'to|recipient|recipients|reply-to|reply to',
  cc: 'cc|bcc|attachments|attachment|importance|priority|organization|when|where|mailed-by|signed-by',
  subject: 'subject|re',
  divider:
    'original message|original mail|original email|original e-mail|original appointment|original|forwarded message|forwarded mail|forwarded email|forwarded by|forwarded letter|begin forwarded message|start of forwarded message|reply message|previous message|replied message|original message follows|forward|forwarded',
  sentFrom:
    'sent from my|sent from mobile|sent from|sent by|sent via|sent with|sent using|sent on the go|sent on the move|get outlook for|get bluemail for|typed on my|from my iphone|from my ipad|from my android',
};

export const de: ReplyWords = {
  start: 'am|in der nachricht vom|vom|den',
  wrote: 'schrieb|schrieben|hat geschrieben|geschrieben|schreibt',
  quoting: 'zitat von|zitiere|nachricht von',
  from: 'von|absender',
  sent: 'gesendet|datum|gesendet am|verschickt|geschickt',
  to: 'an|empfänger',
  cc: 'kopie|anlagen|anhang|anhänge|antwort an|wichtigkeit|priorität|organisation|blindkopie',
  subject: 'betreff|thema',
  divider:
    'ursprüngliche nachricht|originalnachricht|original-nachricht|original nachricht|weitergeleitete nachricht|weitergeleitete e-mail|originalmail|original-mail|anfang der weitergeleiteten nachricht|anfang weitergeleitete nachricht|weitergeleitet von|ursprüngliche mail|ursprüngliche e-mail|nachricht|antwort nachricht|originaltermin|ursprünglicher termin',
  sentFrom:
    'von meinem|von meiner|von unterwegs gesendet|gesendet von|gesendet vom|gesendet aus|sicher gesendet mit|gesendet mit|gesendet mit der|gesendet via|gesendet über|diese nachricht wurde von meinem|diese e-mail wurde von meinem|holen sie sich outlook für|outlook für ios|outlook für android|outlook für ios beziehen|outlook für android beziehen|mobil gesendet',
};

export const nl: ReplyWords = {
  start: 'op|in een bericht van',
  wrote: 'schreef|schreven|heeft geschreven|geschreven|schrijft|heeft het volgende geschreven|het volgende geschreven',
  quoting: 'citeren van|bericht van',
  from: 'van|afzender',
  sent: 'verzonden|datum|verzonden op|gestuurd|verstuurd',
  to: 'aan|naar|geadresseerde',
  cc: 'kopie|bijlagen|bijlage|antwoord aan|urgentie|prioriteit|organisatie',
  subject: 'onderwerp|betreft',
  divider:
    'oorspronkelijk bericht|origineel bericht|doorgestuurd bericht|begin doorgestuurd bericht|doorgestuurde bericht|oorspronkelijke bericht|originele bericht|bericht doorgestuurd|originele mail|oorspronkelijke mail|oorspronkelijke afspraak',
  sentFrom:
    'verzonden vanaf mijn|verzonden vanaf|verzonden vanuit|verzonden met|verzonden via|verzonden van mijn|verstuurd vanaf mijn|verstuurd vanaf|verstuurd met|verstuurd vanuit|verstuurd via|gestuurd vanaf mijn|outlook voor ios downloaden|outlook voor android downloaden|outlook voor ios|outlook voor android|download outlook voor|haal outlook voor',
};

export const fr: ReplyWords = {
  start: 'le|en date du|dans un message daté du',
  wrote: 'a écrit|a ecrit|écrivait|écrit|a envoyé|a répondu|à écrit|ont écrit',
  quoting: 'citation de|quoting|selon',
  from: 'de|expéditeur|message de',
  sent: "envoyé|envoyé le|date|envoyée|envoyé par|message du|date d'envoi|envoye|envoyé à",
  to: 'à|a|pour|destinataire|destinataires',
  cc: 'copie à|copie|répondre à|pièces jointes|pièce jointe|objet de la réunion|importance|cci|pj',
  subject: 'objet|sujet',
  divider:
    "message d'origine|message original|message initial|message transféré|message transmis|courriel original|courriel d'origine|e-mail d'origine|mail original|mail d'origine|mail transféré|début du message réexpédié|début du message transféré|début de message transféré|début du message transmis|message transféré de|rendez-vous d'origine|message de",
  sentFrom:
    "envoyé de mon|envoyé depuis|envoyé à partir de|envoyé à partir d'|envoyé d'|envoyé avec|envoyé via|envoyé de|télécharger outlook pour|obtenir outlook pour|obtenez outlook pour|provenance : courrier pour|provenance :|de mon iphone|de mon ipad",
};

export const es: ReplyWords = {
  start: 'el|en|con fecha|a las',
  wrote: 'escribió|escribio|ha escrito|escribía|escribe|ha escrit|escribieron',
  quoting: 'citando a|mensaje de|cita de',
  from: 'de|desde|remitente',
  sent: 'enviado|fecha|enviado el|enviada|enviada el|fecha de envío|enviado a las',
  to: 'para|a|destinatario|destinatarios',
  cc: 'copia|cco|adjuntos|archivos adjuntos|importancia|responder a|organización',
  subject: 'asunto',
  divider:
    'mensaje original|mensaje reenviado|correo original|correo reenviado|inicio del mensaje reenviado|inicio del mensaje reenviado|comienzo del mensaje reenviado|empieza el mensaje reenviado|mensaje anterior|mensaje origen|cita original',
  sentFrom:
    'enviado desde mi|enviado desde|enviado de mi|enviado de|enviado con|enviado vía|enviado a través de|obtener outlook para|descargar outlook para|obtén outlook para|mandado desde mi',
};

export const it: ReplyWords = {
  start: 'il|in data|il giorno|alle|nel messaggio del',
  wrote: 'ha scritto|scriveva|scrisse|scrive|hanno scritto|ha inviato',
  quoting: 'citando|messaggio da|cito',
  from: 'da|mittente',
  sent: 'inviato|data|inviata|inviato il|data invio|spedito',
  to: 'a|per|destinatario|destinatari',
  cc: 'ccn|allegati|allegato|rispondi a|priorità|organizzazione|copia',
  subject: 'oggetto',
  divider:
    "messaggio originale|messaggio inoltrato|inizio messaggio inoltrato|messaggio originario|mail originale|email originale|messaggio d'origine|forwarded message|appuntamento originale",
  sentFrom:
    "inviato da|inviato dall'|inviato dal mio|inviato dal|inviato con|inviato tramite|inviato via|scarica outlook per|ottieni outlook per|outlook per ios|outlook per android|messaggio inviato dal mio",
};

export const pt: ReplyWords = {
  start: 'em|no dia|a|às|aos|no|na|citando',
  wrote: 'escreveu|escreveram|escrito|escrevia|escreve|enviou|disse',
  quoting: 'citando|mensagem de',
  from: 'de|remetente',
  sent: 'enviado|enviada|data|enviada em|enviado em|enviado a|data de envio|data do envio',
  to: 'para|destinatário|destinatários',
  cc: 'cópia|cco|anexos|anexo|prioridade|responder a|responder para',
  subject: 'assunto',
  divider:
    'mensagem original|mensagem encaminhada|mensagem reencaminhada|início da mensagem encaminhada|início da mensagem reencaminhada|inicio da mensagem reenviada|email original|e-mail original|mensagem anterior|compromisso original',
  sentFrom:
    'enviado do meu|enviado da minha|enviado de meu|enviado do|enviado da|enviado de|enviado a partir do meu|enviado a partir de|enviado pelo meu|enviado pelo|enviado pela|enviado por|enviado com|enviado via|enviada do meu|obter o outlook para|baixar outlook para|baixe o outlook para|baixar o outlook para|obtenha o outlook para|obtenha o outlook para|outlook para ios|outlook para android',
};

export const ro: ReplyWords = {
  start: 'în|pe|la|în data de|pe data de|in data de',
  wrote: 'a scris|a scris următoarele|a trimis|scria',
  quoting: 'citat din',
  from: 'de la|expeditor|din partea',
  sent: 'trimis|data|dată|trimis la|data trimiterii',
  to: 'către|catre|destinatar|la|pentru',
  cc: 'copie|atașamente|atasamente|răspuns la|importanță',
  subject: 'subiect|subiectul',
  divider:
    'mesaj original|mesajul original|mesaj redirecționat|mesaj redirectionat|mesaj transmis mai departe|începutul mesajului redirecționat|început mesaj redirecționat|mesaj retransmis|forwarded message',
  sentFrom: 'trimis de pe|trimis din|trimis cu|trimis prin|obțineți outlook pentru|descărcați outlook pentru',
};
