/** What devices and mail programs add below a mail, in many languages; one to a line. */
export const SENT_FROM_LINES = `
Sent from my iPhone
Sent from my iPad
Sent from my Galaxy
Sent from my Samsung Galaxy smartphone.
Sent from my Samsung Galaxy S10, an AT&T LTE smartphone
Sent from Mail for Windows 10
Sent from Mail for Windows
Sent from Outlook for iOS
Sent from Outlook for Android
Get Outlook for iOS
Get Outlook for iOS<https://aka.ms/o0ukef>
Get Outlook for Android <https://aka.ms/ghei36>
Sent from Yahoo Mail on Android
Sent from Yahoo Mail for iPhone
Sent from Proton Mail for iOS
Sent with Proton Mail secure email.
Sent with [Proton Mail](https://proton.me/) secure email.
Sent from my mobile phone
Sent from my phone
Sent from my mobile
Sent via BlackBerry by AT&T
Sent from my BlackBerry 10 smartphone.
Sent from AOL Mobile Mail
Sent from my T-Mobile 4G LTE Device
Sent from my Pixel 7
Sent from my Windows Phone
Sent from my Xperia™ smartphone
Sent from Gmail Mobile
Sent from my Android phone with K-9 Mail. Please excuse my brevity.
Sent from my iPhone. Please excuse typos.
Sent from my iPhone - please excuse brevity
Sent on the go
Typed on my phone
Sent from Workspace ONE Boxer
Sent from my Huawei phone
Sent with Airmail
Sent from Spark
Sent using Zoho Mail
Sent from Zoho Mail
Sent from Samsung Mobile
Sent from Samsung tablet
Sent from my Verizon, Samsung Galaxy smartphone
Sent from Yahoo Mail. Get the app
Sent from Newton Mail
Sent from Fastmail
Vom iPhone gesendet
Diese E-Mail wurde von meinem Huawei-Mobiltelefon gesendet.
Gesendet aus der GMX App
Inviato dall'app Libero Mail
Wysłane z Poczty WP
Надіслано зі смартфона Samsung Galaxy.
Proton Mailで送信
<sent from mobile device>
Von meinem iPhone gesendet
Gesendet von meinem iPhone
Gesendet von meinem iPad
Von meinem iPad gesendet
Von meinem Samsung Galaxy Smartphone gesendet.
Gesendet von Mail für Windows 10
Gesendet von Outlook für iOS
Gesendet von Outlook für Android<https://aka.ms/x>
Outlook für iOS beziehen
Holen Sie sich Outlook für iOS
Gesendet mit der GMX Mail App
Gesendet mit der WEB.DE Mail App
Gesendet von Yahoo Mail auf Android
Diese Nachricht wurde von meinem Android-Mobiltelefon mit GMX Mail gesendet.
Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.
Von unterwegs gesendet
Gesendet von unterwegs
Gesendet von meinem Huawei-Mobiltelefon
Envoyé de mon iPhone
Envoyé de mon iPad
Envoyé depuis mon iPhone
Envoyé à partir de mon iPhone
Envoyé à partir d’Outlook pour Android
Envoyé à partir de Outlook pour iOS<https://aka.ms/o0ukef>
Envoyé à partir de Courrier pour Windows
Télécharger Outlook pour iOS
Obtenir Outlook pour Android
Envoyé depuis mon appareil Galaxy
Envoyé depuis mon smartphone Samsung Galaxy.
Envoyé de mon smartphone Samsung Galaxy
Provenance : Courrier pour Windows 10
Envoyé depuis l'application Mail Orange
Envoyé depuis Yahoo Mail pour Android
Envoyé avec Proton Mail
De mon iPhone
Enviado desde mi iPhone
Enviado desde mi iPad
Enviado desde Outlook para iOS
Obtener Outlook para iOS
Obtener Outlook para Android
Enviado desde Correo para Windows 10
Enviado desde mi Samsung Galaxy
Enviado desde Yahoo Mail con Android
Enviado de Samsung Mobile
Enviado desde mi teléfono
Enviado desde mi smartphone Samsung Galaxy.
Inviato da iPhone
Inviato da iPad
Inviato dal mio iPhone
Inviato da Outlook per iOS
Scarica Outlook per Android
Ottieni Outlook per iOS
Inviato da Posta per Windows 10
Inviato dal mio dispositivo Samsung
Inviato da smartphone Samsung Galaxy.
Inviato da Yahoo Mail su Android
Enviado do meu iPhone
Enviado do meu iPad
Enviado do Outlook para iOS
Obter o Outlook para iOS
Enviado via iPhone
Enviado do Email para Windows 10
Enviado de meu iPhone
Enviado do Yahoo Mail no Android
Enviado do meu smartphone Samsung Galaxy.
Enviado a partir do meu iPhone
Baixe o Outlook para Android
Verstuurd vanaf mijn iPhone
Verzonden vanaf mijn iPhone
Verzonden met mijn iPhone
Verstuurd vanaf mijn iPad
Verzonden vanuit Outlook voor iOS
Outlook voor iOS downloaden
Verzonden vanuit Mail voor Windows 10
Verzonden vanaf mijn Galaxy
Verzonden vanaf mijn Samsung Galaxy-smartphone.
Outlook voor Android downloaden
Wysłane z iPhone'a
Wysłano z iPhone'a
Wysłane z mojego iPhone'a
Wysłane z iPada
Wysłane z programu Outlook dla systemu iOS
Pobierz aplikację Outlook dla systemu iOS
Wysłane z aplikacji Poczta dla Windows
Wysłane z mojego urządzenia Galaxy
Wysłano ze smartfona Samsung Galaxy.
Wysłano z telefonu
Wysłano z telefonu Samsung Galaxy
Отправлено с iPhone
Отправлено с моего iPhone
Отправлено с iPad
Отправлено из Outlook для iOS
Скачать Outlook для iOS
Отправлено из Почты для Windows 10
Отправлено с моего Galaxy
Отправлено со смартфона Samsung Galaxy.
Отправлено из мобильной Почты Mail.ru
Отправлено из мобильной Яндекс Почты: http://m.ya.ru/ymail
Отправлено из мобильного приложения Яндекс.Почты
Отправлено с устройства Samsung
Надіслано з iPhone
Надіслано з мого iPhone
Надіслано з iPad
Надіслано з Outlook для iOS
Надіслано з пошти для Windows 10
Відправлено з мого iPhone
Завантажити Outlook для iOS
Skickat från min iPhone
Skickat från min iPad
Skickat från Outlook för iOS
Skickat från Outlook för Android<https://aka.ms/AAb9ysg>
Hämta Outlook för iOS
Skickat från E-post för Windows 10
Skickat från min Samsung Galaxy
Skickat från min Galaxy
Skickat från min Android-telefon
Skaffa Outlook för iOS
Sendt fra min iPhone
Sendt fra min iPad
Sendt fra Outlook for iOS
Sendt fra Outlook til iOS
Hent Outlook til iOS
Få Outlook for iOS
Sendt fra E-post for Windows
Sendt fra Mail til Windows 10
Sendt fra min Galaxy
Sendt fra min Samsung Galaxy smartphone.
Hent Outlook for iOS
Sendt fra Yahoo Mail på Android
Lähetetty iPhonesta
Lähetetty iPhonestani
Lähetetty iPadista
Lähetetty Outlook for iOS:stä
Hanki Outlook for iOS
Lähetetty Samsung Galaxy -puhelimesta
Lähetetty Windowsin Sähköpostista
发自我的iPhone
发自我的 iPhone
从我的 iPhone 发送
发自我的iPad
从我的华为手机发送
发自我的华为手机
获取 Outlook for iOS
從我的 iPhone 傳送
從我的iPhone傳送
傳送自我的 iPhone
取得 iOS 版 Outlook
发送自 Windows 10 版邮件应用
来自 Windows 版邮件
發自我的 iPhone
发自网易邮箱大师
发自我的小米手机
从 Windows 版邮件发送
获取适用于 iOS 的 Outlook
iPhoneから送信
私のiPhoneから送信
iPadから送信
Outlook for iOS を入手
Android 版 Outlook を入手
Windows 10 版のメールから送信
iPhoneから送信しました
Yahoo!メールアプリから送信
Galaxyから送信
Outlook for Androidを入手
スマートフォンから送信
나의 iPhone에서 보냄
내 iPhone에서 보냄
iPhone에서 보냄
iOS용 Outlook 받기
Android용 Outlook 다운로드
나의 Galaxy에서 보냄
Windows용 메일에서 보냄
Odesláno z iPhonu
Odesláno z mého iPhonu
Odoslané z iPhonu
Získat Outlook pro iOS
iPhone'umdan gönderildi
iOS için Outlook'u edinin
Trimis de pe iPhone-ul meu
Στάλθηκε από το iPhone μου
Az iPhone készülékemről küldve
iPhone-ról küldve
נשלח מה-iPhone שלי
أرسلت من الـ iPhone
`
  .trim()
  .split('\n');
