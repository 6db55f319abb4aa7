import type { ReplyWords } from './reply-words.ts';

export const sv: ReplyWords = {
  start: 'den|på|kl.|kl',
  wrote: 'skrev|skriver|har skrivit|skrivit',
  quoting: 'citerar|citat från',
  from: 'från|avsändare|fr.o.m',
  sent: 'skickat|datum|skickades|skickad|sänt',
  to: 'till|mottagare',
  cc: 'kopia|hemlig kopia|bifogade filer|bilagor|svar till|prioritet',
  subject: 'ämne|angående|ang',
  divider:
    'ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|vidarebefordrat brev|ursprungsmeddelande|ursprungligt mejl|originalmejl|vidarebefordrat mejl|börja vidarebefordrat meddelande|början på vidarebefordrat brev|början på vidarebefordrat meddelande|vidaresänt meddelande',
  sentFrom:
    'skickat från min|skickat från mitt|skickat från|skickat med|skickat via|skickades från|sänt från min|sänt från|hämta outlook för|skaffa outlook för|ladda ner outlook för|från min iphone',
};

export const no: ReplyWords = {
  start: 'den|på|kl.',
  wrote: 'skrev|skreiv|skriver|har skrevet|skrev følgende',
  quoting: 'siterer',
  from: 'fra|frå|avsender',
  sent: 'sendt|dato|sendt dato|send',
  to: 'til|mottaker',
  cc: 'kopi|blindkopi|vedlegg|svar til|prioritet',
  subject: 'emne',
  divider:
    'opprinnelig melding|original melding|opprinnelig e-post|videresendt melding|videresendt e-post|start på videresendt melding|begynnelse på videresendt melding|starten på den videresendte meldingen|opphavleg melding|originalmelding|vidaresendt melding|videresendt',
  sentFrom:
    'sendt fra min|sendt fra mitt|sendt fra|sendt med|sendt via|sendt frå|hent outlook for|få outlook for|skaff outlook for|skaff deg outlook for|last ned outlook for',
};

export const da: ReplyWords = {
  start: 'den|d.|på|kl.',
  wrote: 'skrev|skriver|har skrevet|skrev følgende',
  quoting: 'citat fra',
  from: 'fra|afsender',
  sent: 'sendt|dato|afsendt',
  to: 'til|modtager',
  cc: 'kopi|bilag|vedhæftet|vedhæftede filer|svar til|prioritet',
  subject: 'emne|vedr',
  divider:
    'oprindelig meddelelse|oprindelig besked|oprindelig mail|original besked|original meddelelse|videresendt meddelelse|videresendt besked|videresendt mail|start på videresendt besked|start på videresendt meddelelse|påbegynd videresendt besked|begynd videresendt besked|originalmeddelelse|den oprindelige meddelelse',
  sentFrom:
    'sendt fra min|sendt fra mit|sendt fra|sendt med|sendt via|hent outlook til|få outlook til|download outlook til',
};

export const fi: ReplyWords = {
  start: 'klo|on',
  wrote: 'kirjoitti|kirjoitti seuraavasti|kirjoittaa|lähetti|on kirjoittanut|kirjoittivat',
  quoting: 'lainaus',
  from: 'lähettäjä|mistä|keneltä',
  sent: 'lähetetty|päivämäärä|päiväys|lähetysaika|pvm',
  to: 'vastaanottaja|kenelle|saaja|vastaanottajat',
  cc: 'kopio|piilokopio|liitteet|vastausosoite|tärkeys',
  subject: 'aihe|otsikko',
  divider:
    'alkuperäinen viesti|välitetty viesti|edelleenlähetetty viesti|välitetty viesti alkaa|edelleen lähetetty viesti|alkup. viesti|alkuperäinen sähköposti|lähetetty edelleen',
  sentFrom: 'lähetetty|hanki outlook|lataa outlook|hae outlook|lähetetty laitteesta',
};
