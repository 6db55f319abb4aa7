import type { ReplyWords } from './reply-words.ts';

export const pl: ReplyWords = {
  start: 'w dniu|dnia|w|dn.|użytkownik|w wiadomości z dnia|data',
  wrote: 'napisał(a)|napisał|napisała|napisał/a|napisał(-a)|pisze|pisał|pisał(a)|nadesłał|wysłał|napisali',
  quoting: 'wiadomość napisana przez|cytowanie|cytat z',
  from: 'od|nadawca',
  sent: 'wysłano|data|wysłane|data wysłania|wysłany|wysłana|wysłał',
  to: 'do|adresat|odbiorca',
  cc: 'dw|udw|kopia|załączniki|załącznik|odpowiedz do|ważność|do wiadomości',
  subject: 'temat|dotyczy',
  divider:
    'wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana|przekazana wiadomość|wiadomość przesłana dalej|początek przekazanej wiadomości|początek przekazywanej wiadomości|treść przekazanej wiadomości|wiadomość źródłowa|treść oryginalnej wiadomości|pierwotna wiadomość|forwarded message',
  sentFrom:
    'wysłane z|wysłano z|wysłane ze|wysłano ze|wysłane z mojego|wysłano z mojego|wysłane przez|wysłane za pomocą|wysłano za pomocą|wysłano przez|wysłana z|wiadomość wysłana z|pobierz program outlook dla|pobierz aplikację outlook dla|uzyskaj aplikację outlook dla|uzyskaj outlook dla systemu',
};

export const cs: ReplyWords = {
  start: 'dne|dňa|v|ve|od',
  wrote: 'napsal(a)|napsal|napsala|napísal(a)|napísal|napísala|píše|odesílatel|napsal/a|používateľ|napsal uživatel',
  quoting: 'citace|cituji',
  from: 'od|odesílatel|odosielateľ|odesilatel',
  sent: 'odesláno|datum|odoslané|dátum|odeslané|poslané|odesláno dne',
  to: 'komu|pro|příjemce|príjemca|adresát',
  cc: 'kopie|kópia|skrytá kopie|přílohy|prílohy|odpověď na',
  subject: 'předmět|predmet|věc',
  divider:
    'původní zpráva|pôvodná správa|přeposlaná zpráva|preposlaná správa|původní e-mail|původní mail|pôvodný e-mail|začátek přeposílané zprávy|začiatok preposlanej správy|přesměrovaná zpráva|preposlaná zpráva|postoupená zpráva|forwardovaná zpráva|začátek přeposlané zprávy',
  sentFrom:
    'odesláno z|odoslané z|posláno z|poslané z|odesláno pomocí|odoslané pomocou|získat outlook pro|získajte outlook pre|stáhnout outlook pro|odesláno ze',
};

export const hu: ReplyWords = {
  start: 'dátum|ekkor',
  wrote: 'ezt írta|írta|a következőt írta|az alábbiakat írta|ezt írta (időpont|írt|ezt irta|irta|keltezéssel',
  quoting: 'idézet',
  from: 'feladó|küldő|feladta',
  sent: 'elküldve|dátum|küldve|küldés dátuma|időpont|küldés ideje',
  to: 'címzett|címzettek',
  cc: 'másolat|másolatot kap|titkos másolat|mellékletek|melléklet|válaszcím',
  subject: 'tárgy',
  divider:
    'eredeti üzenet|továbbított üzenet|eredeti levél|továbbított levél|továbbított üzenet kezdete|a továbbított üzenet kezdete|eredeti e-mail',
  sentFrom: 'elküldve|az iphone-omról küldve|iphone-ról küldve|küldve|az outlook beszerzése',
};

export const ru: ReplyWords = {
  start: 'от|в|во|дата',
  wrote: 'написал(а)|написал|написала|пишет|писал|писал(а)|писала|написали|пишет вам|написал (-а)|сообщил',
  quoting: 'цитирую|сообщение от',
  from: 'от|от кого|отправитель',
  sent: 'отправлено|дата|отправлен|отправлено в|дата отправки|послано',
  to: 'кому|получатель|получатели',
  cc: 'копия|скрытая копия|вложения|вложение|ответить|важность|обратный адрес',
  subject: 'тема|тема письма',
  divider:
    'исходное сообщение|исходное письмо|пересылаемое сообщение|пересланное сообщение|переадресованное сообщение|пересылаемое письмо|пересланное письмо|начало переадресованного сообщения|начало пересылаемого сообщения|конец пересылаемого сообщения|оригинальное сообщение|первоначальное сообщение|перенаправленное сообщение|оригинал сообщения',
  sentFrom:
    'отправлено с|отправлено со|отправлено из|отправлено через|отправлено с моего|отправлено от|отправлено при помощи|послано с|написано с|скачать outlook для|получить outlook для|отправлено моим|с моего iphone',
};

export const uk: ReplyWords = {
  start: 'від|в|у|дата',
  wrote:
    'пише|написав|написала|написав(ла)|написав(-ла)|написав/ла|писав|писала|написали|написав (ла)|пише таке|написав(а)',
  quoting: 'цитую|повідомлення від',
  from: 'від|від кого|відправник',
  sent: 'надіслано|дата|відправлено|дата надсилання|надісланий|послано',
  to: 'кому|до|одержувач|отримувач',
  cc: 'копія|прихована копія|вкладення|важливість|відповісти',
  subject: 'тема',
  divider:
    'вихідне повідомлення|оригінальне повідомлення|переслане повідомлення|перенаправлене повідомлення|початок пересланого повідомлення|початок переадресованого повідомлення|початкове повідомлення|переадресоване повідомлення|вихідний лист|пересланий лист|переслане',
  sentFrom:
    'надіслано з|надіслано зі|надіслано з мого|відправлено з|відправлено з мого|надіслано через|надіслано за допомогою|відправлено за допомогою|завантажити outlook для|отримати outlook для|послано з',
};

export const el: ReplyWords = {
  start: 'στις|στις|την|ο/η|την|το',
  wrote: 'έγραψε|εγραψε|γράφει|έγραψαν|έστειλε',
  quoting: 'παράθεση από',
  from: 'από|αποστολέας',
  sent: 'εστάλη|ημερομηνία|στάλθηκε|αποστολή|ημ/νία',
  to: 'προς|παραλήπτης',
  cc: 'κοιν.|κοιν|κοινοποίηση|συνημμένα|απάντηση σε',
  subject: 'θέμα',
  divider:
    'αρχικό μήνυμα|προωθημένο μήνυμα|πρωτότυπο μήνυμα|έναρξη προωθημένου μηνύματος|αρχή προωθημένου μηνύματος|προωθούμενο μήνυμα',
  sentFrom: 'στάλθηκε από το|στάλθηκε από|εστάλη από|αποστολή από|λήψη του outlook για|απεσταλμένο από',
};

export const tr: ReplyWords = {
  start: 'tarihinde',
  wrote: 'şunu yazdı|yazdı|şunları yazdı|tarihinde şunu yazdı|tarihinde yazdı|şöyle yazdı|yazmış|şunu yazdi|yazdi',
  quoting: 'alıntı',
  from: 'kimden|gönderen|gonderen',
  sent: 'gönderildi|tarih|gönderme tarihi|gönderim tarihi|gönderilme tarihi',
  to: 'kime|alıcı|alıcılar',
  cc: 'bilgi|gizli|ekler|ek|yanıt adresi|önem',
  subject: 'konu',
  divider:
    'orijinal mesaj|özgün ileti|orijinal ileti|iletilmiş mesaj|yönlendirilmiş ileti|iletilen ileti başlangıcı|yönlendirilen ileti|iletilmiş ileti|iletilen mesaj|özgün mesaj|orijinal e-posta|forwarded message|iletilen mesajın başlangıcı',
  sentFrom:
    "iphone'umdan gönderildi|ipad'imden gönderildi|iphone'dan gönderildi|samsung cihazımdan gönderildi|android cihazımdan gönderildi|ios için outlook|android için outlook",
};

export const other: ReplyWords = {
  start: 'на|дана|dana|u|v|kuupäev|pada|vào|ngày|ในวันที่|เมื่อ|בתאריך|ב|في|در|missatge de|el dia|tarihinde|2',
  wrote:
    'написа|је написао|је написала|napisao je|napisala je|je napisao/la|je napisao|je napisala|je napisao(la)|piše|je oseba|je napisal|je napisal(a)|napisao/la je|kirjutas|rakstīja|rašė|parašė|menulis|menulis:|đã viết|viết|เขียนว่า|เขียน|כתב|כתבה|כתב/ה|כתב:|מאת|كتب|كتبت|تمت كتابة ما يلي بواسطة|نوشت|a escrit|va escriure|ha escrit|je reče|skrifaði|je pisal|napisa|написа:|schrieff|het geskryf|geskryf',
  quoting: 'missatge de|цитат от|citat od|citiram',
  from: 'от|од|od|pošiljatelj|šalje|šaljivec|pošilja|prej|saatja|kellelt|no|sūtītājs|siuntėjas|nuo|dari|từ|người gửi|จาก|מאת|من|از|de|frá|sendandi|подател|испраќач|од кого',
  sent: 'изпратено|дата|датум|poslano|poslato|saatmisaeg|kuupäev|saadetud|nosūtīts|datums|išsiųsta|data|dikirim|tanggal|đã gửi|ngày|gửi|วันที่|ส่งเมื่อ|ส่ง|נשלח|תאריך|أُرسلت|تم الإرسال|التاريخ|تاريخ|تاریخ|ارسال|enviat|dagsetning|sent|послато|испратено',
  to: 'до|за|za|prima|prejemnik|komu|kellele|saaja|kam|kam|adresāts|kam|iki|gavėjas|kepada|ke|đến|người nhận|tới|ถึง|אל|إلى|به|per a|a|til|viðtakandi',
  cc: 'копие|kopija|kp|v vednost|koopia|kopā|kopija|kopi|tembusan|đồng kính gửi|สำเนา|העתק|עותק|نسخة|رونوشت|afrit',
  subject:
    'тема|относно|предмет|naslov|predmet|zadeva|teema|temats|tēma|tema|subjek|perihal|subjek|chủ đề|tiêu đề|หัวเรื่อง|เรื่อง|נושא|הנדון|الموضوع|موضوع|assumpte|efni',
  divider:
    'оригинално съобщение|препратено съобщение|оригинална порука|прослеђена порука|izvorna poruka|originalna poruka|proslijeđena poruka|prosleđena poruka|izvorno sporočilo|posredovano sporočilo|algne sõnum|algkiri|edastatud kiri|edasi saadetud kiri|sākotnējā ziņa|pārsūtīta ziņa|sākotnējais ziņojums|pirminis laiškas|persiųstas laiškas|pradinis laiškas|persiunčiamas laiškas|pesan asli|pesan terusan|pesan diteruskan|thư gốc|tin nhắn gốc|thư đã chuyển tiếp|tin nhắn đã chuyển tiếp|ข้อความต้นฉบับ|ข้อความที่ส่งต่อ|ข้อความที่ถูกส่งต่อ|הודעה מקורית|הודעה שהועברה|الرسالة الأصلية|رسالة معاد توجيهها|رسالة أعيد توجيهها|پیام اصلی|missatge original|missatge reenviat|upprunaleg skilaboð|upphafleg skilaboð',
  sentFrom:
    'изпратено от|poslano s|poslano z|poslano iz|poslato sa|poslato iz|poslano sa|saadetud minu|nosūtīts no|išsiųsta iš|dikirim dari|được gửi từ|gửi từ|ส่งจาก|נשלח מה|נשלח מ|أرسلت من|مرسل من|تم الإرسال من|ارسال شده از|enviat des de|enviat desde|sent úr|aistrithe ó',
};
