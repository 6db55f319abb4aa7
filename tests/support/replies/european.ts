import type { ReplySample } from './reply-sample.ts';

const ANNA = 'Anna Berg <anna@example.com>';

/** How mail programs introduce what they quote, and an answer above it, language by language. */
export const EUROPEAN_REPLIES: readonly ReplySample[] = [
  {
    language: 'sv',
    answer: 'Hej,\n\ndet går bra.\n\nMed vänlig hälsning\nÅsa',
    marked: [
      `Den mån 3 mars 2025 kl 09:15 skrev ${ANNA}:`,
      `3 mars 2025 kl. 09:15 skrev ${ANNA}:`,
      'Den 2025-03-03 kl. 09:15, skrev Anna Berg:',
      `mån 3 mars 2025 kl. 09:15 skrev ${ANNA}:`,
    ],
    bare: [
      'Från: Anna Berg <anna@example.com>\nSkickat: den 3 mars 2025 09:15\nTill: Åsa <asa@example.org>\nÄmne: SV: Offert',
      `Den måndag 3 mars 2025 09:15:10 CET, ${ANNA} skrev:`,
      '-----Ursprungligt meddelande-----\nFrån: Anna\nSkickat: x\nTill: Y\nÄmne: Z',
    ],
  },
  {
    language: 'no',
    answer: 'Hei,\n\ndet er greit.\n\nMed vennlig hilsen\nKåre',
    marked: [
      `man. 3. mars 2025 kl. 09:15 skrev ${ANNA}:`,
      `Den man. 3. mars 2025 kl. 09:15 skrev ${ANNA}:`,
      `3. mars 2025 kl. 09:15 skrev ${ANNA}:`,
      'Den 03.03.2025 09:15, skrev Anna Berg:',
    ],
    bare: [
      'Fra: Anna Berg <anna@example.com>\nSendt: mandag 3. mars 2025 09:15\nTil: Kåre <kare@example.org>\nEmne: SV: Tilbud',
      '-----Opprinnelig melding-----\nFra: Anna\nSendt: x\nTil: Y\nEmne: Z',
      `mandag 3. mars 2025, 09:15:10 CET, skrev ${ANNA}:`,
    ],
  },
  {
    language: 'da',
    answer: 'Hej,\n\ndet er fint.\n\nVenlig hilsen\nSøren',
    marked: [
      `Den man. 3. mar. 2025 kl. 09.15 skrev ${ANNA}:`,
      `Den 3. mar. 2025 kl. 09.15 skrev ${ANNA}:`,
      `Den 3. mar. 2025 kl. 09:15 skrev ${ANNA}:`,
      'Den 03-03-2025 kl. 09:15 skrev Anna Berg:',
      'On 3 Mar 2025, Anna Berg skrev:',
    ],
    bare: ['Fra: Anna Berg <anna@example.com>\nSendt: 3. marts 2025 09:15\nTil: Søren\nEmne: SV: Tilbud'],
  },
  {
    language: 'fi',
    answer: 'Hei,\n\nsopii hyvin.\n\nYstävällisin terveisin\nMatti',
    marked: [
      'ma 3. maalisk. 2025 klo 9.15 Anna Berg (anna@example.com) kirjoitti:',
      `${ANNA} kirjoitti 3.3.2025 kello 9.15:`,
      'Anna Berg kirjoitti 3.3.2025 klo 9.15:',
    ],
    bare: [
      'Lähettäjä: Anna Berg <anna@example.com>\nLähetetty: maanantai 3. maaliskuuta 2025 9.15\nVastaanottaja: Matti\nAihe: VS: Tarjous',
      '-----Alkuperäinen viesti-----\nLähettäjä: Anna\nLähetetty: x\nVastaanottaja: Y\nAihe: Z',
    ],
  },
  {
    language: 'pl',
    answer: 'Dzień dobry,\n\nzgadzam się.\n\nPozdrawiam,\nŁukasz',
    marked: [
      `pon., 3 mar 2025 o 09:15 ${ANNA} napisał(a):`,
      `pon., 3 mar 2025, 09:15 użytkownik ${ANNA} napisał:`,
      'W dniu 03.03.2025 o 09:15, Anna Berg pisze:',
      'W dniu 2025-03-03 o 09:15, Anna Berg pisze:',
      `Wiadomość napisana przez ${ANNA} w dniu 03.03.2025, o godz. 09:15:`,
      `Dnia 3 marca 2025 09:15 ${ANNA} napisał(a):`,
      `W dniu 3 mar 2025, o godz. 09:15, ${ANNA} napisał(a):`,
    ],
    bare: [
      `W dniu poniedziałek, 3 marca 2025 09:15:10 CET, ${ANNA} napisał(a):`,
      'Od: Anna Berg <anna@example.com>\nWysłano: poniedziałek, 3 marca 2025 09:15\nDo: Jan <jan@example.org>\nTemat: RE: Oferta',
      'From: Anna Berg\nSent: Monday\nTo: Jan\nSubject: Oferta',
      '-----Wiadomość oryginalna-----\nOd: Anna\nWysłano: x\nDo: J\nTemat: O',
    ],
  },
  {
    language: 'cs',
    answer: 'Dobrý den,\n\nsouhlasím.\n\nS pozdravem\nJiří',
    marked: [`po 3. 3. 2025 v 9:15 odesílatel ${ANNA} napsal:`, 'Dne 03.03.2025 v 9:15 Anna Berg napsal(a):'],
    bare: [
      'Od: Anna Berg <anna@example.com>\nOdesláno: pondělí 3. března 2025 9:15\nKomu: Jiří\nPředmět: RE: Nabídka',
      '---------- Původní e-mail ----------\nOd: Anna <anna@example.com>\nKomu: x\nDatum: 3. 3. 2025 9:15:10\nPředmět: y',
    ],
  },
  {
    language: 'sk',
    answer: 'Dobrý deň,\n\nsúhlasím.',
    marked: [`po 3. 3. 2025 o 9:15 ${ANNA} napísal(a):`, 'Dňa 3.3.2025 o 9:15 Anna Berg napísal(a):'],
    bare: [],
  },
  {
    language: 'hu',
    answer: 'Szia,\n\nrendben.\n\nÜdv\nGábor',
    marked: [`${ANNA} ezt írta (időpont: 2025. márc. 3., H, 9:15):`, '2025. 03. 03. 9:15 keltezéssel, Anna Berg írta:'],
    bare: [
      'Feladó: Anna Berg <anna@example.com>\nElküldve: 2025. március 3., hétfő 9:15\nCímzett: Gábor\nTárgy: RE: Ajánlat',
    ],
  },
  {
    language: 'ru',
    answer: 'Добрый день!\n\nДа, подходит.\n\nС уважением,\nИван',
    marked: [
      `пн, 3 мар. 2025 г. в 09:15, ${ANNA}:`,
      `пн, 3 мар. 2025 г., 09:15 ${ANNA}:`,
      '03.03.2025 09:15, Anna Berg пишет:',
      '03.03.2025 09:15, Anna Berg пишет:',
      `3 мар. 2025 г., в 09:15, ${ANNA} написал(а):`,
      `Понедельник, 3 марта 2025, 9:15 +03:00 от ${ANNA}:`,
      '>Понедельник, 3 марта 2025, 9:15 +03:00 от Anna Berg <anna@example.com>:\n>',
      'Anna Berg писал(а) 2025-03-03 09:15:',
      '03.03.2025, 09:15, Anna Berg (anna@example.com):',
    ],
    bare: [
      '03.03.2025, 09:15, "Anna Berg" <anna@example.com>:',
      'От: Anna Berg <anna@example.com>\nОтправлено: 3 марта 2025 г. 9:15\nКому: Иван <ivan@example.org>\nТема: RE: Предложение',
      '-----Исходное сообщение-----\nОт: Anna\nДата: 3 марта\nКому: Иван\nТема: x',
      '-------- Исходное сообщение --------\nОт: Anna <anna@example.com>\nДата: 03.03.2025 09:15 (GMT+03:00)\nКому: ivan@example.org\nТема: x',
      '--\nОтправлено из Mail.ru для Android понедельник, 03 марта 2025г., 09:15 +03:00 от Anna Berg <anna@example.com>:',
    ],
  },
  {
    language: 'uk',
    answer: 'Добрий день!\n\nТак, підходить.\n\nЗ повагою,\nОлена',
    marked: [
      `пн, 3 бер. 2025 р. о 09:15 ${ANNA} пише:`,
      '03.03.2025 09:15, Anna Berg пише:',
      `3 бер. 2025 р. о 09:15 ${ANNA} написав(-ла):`,
      `3 бер. 2025 р. о 09:15, ${ANNA} написав(ла):`,
    ],
    bare: [
      'Від: Anna Berg <anna@example.com>\nНадіслано: 3 березня 2025 р. 9:15\nКому: Олена\nТема: RE: Пропозиція',
      '3 березня 2025, 09:15:10, від "Anna Berg" <anna@example.com>:',
    ],
  },
  {
    language: 'bg',
    answer: 'Здравейте,\n\nсъгласен съм.',
    marked: [`На пн, 3.03.2025 г. в 9:15 ${ANNA} написа:`],
    bare: [],
  },
  {
    language: 'el',
    answer: 'Γεια σας,\n\nσυμφωνώ.\n\nΜε εκτίμηση\nΝίκος',
    marked: [
      `Στις Δευ 3 Μαρ 2025 στις 9:15 π.μ., ο/η ${ANNA} έγραψε:`,
      'Στις 3/3/2025 9:15 π.μ., ο/η Anna Berg έγραψε:',
    ],
    bare: ['Από: Anna Berg <anna@example.com>\nΕστάλη: Δευτέρα, 3 Μαρτίου 2025 9:15\nΠρος: Νίκος\nΘέμα: RE: Προσφορά'],
  },
  {
    language: 'tr',
    answer: 'Merhaba,\n\nuygundur.\n\nSaygılar\nAyşe',
    marked: [`${ANNA}, 3 Mar 2025 Pzt, 09:15 tarihinde şunu yazdı:`, '3.03.2025 09:15 tarihinde Anna Berg yazdı:'],
    bare: [
      'Kimden: Anna Berg <anna@example.com>\nGönderildi: 3 Mart 2025 Pazartesi 09:15\nKime: Ayşe\nKonu: YNT: Teklif',
    ],
  },
  {
    language: 'hr',
    answer: 'Pozdrav,\n\nslažem se.',
    marked: [`pon, 3. ožu 2025. u 09:15 ${ANNA} napisao je:`],
    bare: [],
  },
  {
    language: 'sl',
    answer: 'Pozdravljeni,\n\nse strinjam.',
    marked: [`V V pon., 3. mar. 2025 ob 09:15 je oseba ${ANNA} napisala:`],
    bare: [],
  },
  {
    language: 'et',
    answer: 'Tere,\n\nnõus.',
    marked: [`Kuupäev E, 3. märts 2025 kell 09:15 kirjutas ${ANNA}:`],
    bare: [],
  },
  {
    language: 'lv',
    answer: 'Labdien,\n\npiekrītu.',
    marked: ['pirmd., 2025. g. 3. marts, plkst. 09:15 — lietotājs Anna Berg (<anna@example.com>) rakstīja:'],
    bare: [],
  },
  {
    language: 'lt',
    answer: 'Laba diena,\n\nsutinku.',
    marked: [`2025-03-03, pr, 09:15 ${ANNA} rašė:`],
    bare: [],
  },
];
