import type { GmailLanguage } from './page-options.ts';

/** What the page says in one language. */
export type GmailWords = {
  inbox: string;
  starred: string;
  sent: string;
  allMail: string;
  labels: string;
  compose: string;
  search: string;
  accountLabel: string;
  to: string;
  me: string;
  reply: string;
  back: string;
  newWindow: string;
  older: string;
  newer: string;
  searchResults: string;
  nothingSelected: string;
  newMessage: string;
};

const en: GmailWords = {
  inbox: 'Inbox',
  starred: 'Starred',
  sent: 'Sent',
  allMail: 'All Mail',
  labels: 'Labels',
  compose: 'Compose',
  search: 'Search mail',
  accountLabel: 'Google Account',
  to: 'to',
  me: 'me',
  reply: 'Reply',
  back: 'Back to list',
  newWindow: 'In new window',
  older: 'Older',
  newer: 'Newer',
  searchResults: 'Search results',
  nothingSelected: 'No conversation selected',
  newMessage: 'New Message',
};

export const words: Record<GmailLanguage, GmailWords> = {
  en,
  de: {
    ...en,
    inbox: 'Posteingang',
    starred: 'Markiert',
    sent: 'Gesendet',
    allMail: 'Alle Nachrichten',
    compose: 'Schreiben',
    search: 'In E-Mails suchen',
    accountLabel: 'Google-Konto',
    to: 'an',
    me: 'mich',
    reply: 'Antworten',
    back: 'Zurück',
    newWindow: 'In neuem Fenster',
    older: 'Älter',
    newer: 'Neuer',
    searchResults: 'Suchergebnisse',
    nothingSelected: 'Keine Konversation ausgewählt',
    newMessage: 'Neue Nachricht',
  },
  fr: {
    ...en,
    inbox: 'Boîte de réception',
    starred: 'Messages suivis',
    sent: 'Messages envoyés',
    allMail: 'Tous les messages',
    labels: 'Libellés',
    compose: 'Nouveau message',
    search: 'Rechercher dans les messages',
    accountLabel: 'Compte Google',
    to: 'à',
    me: 'moi',
    reply: 'Répondre',
    back: 'Retour',
    newWindow: 'Dans une nouvelle fenêtre',
    older: 'Plus anciens',
    newer: 'Plus récents',
    searchResults: 'Résultats de recherche',
    nothingSelected: 'Aucune conversation sélectionnée',
    newMessage: 'Nouveau message',
  },
  ja: {
    ...en,
    inbox: '受信トレイ',
    starred: 'スター付き',
    sent: '送信済み',
    allMail: 'すべてのメール',
    labels: 'ラベル',
    compose: '作成',
    search: 'メールを検索',
    accountLabel: 'Google アカウント',
    to: 'To',
    me: '自分',
    reply: '返信',
    back: '戻る',
    newWindow: '新しいウィンドウで開く',
    older: '前',
    newer: '次',
    searchResults: '検索結果',
    nothingSelected: 'スレッドが選択されていません',
    newMessage: '新規メッセージ',
  },
  ar: {
    ...en,
    inbox: 'البريد الوارد',
    starred: 'المميّزة بنجمة',
    sent: 'المرسلة',
    allMail: 'كل البريد',
    labels: 'التصنيفات',
    compose: 'إنشاء',
    search: 'البحث في البريد',
    accountLabel: 'حساب Google',
    to: 'إلى',
    me: 'أنا',
    reply: 'رد',
    back: 'رجوع',
    newWindow: 'في نافذة جديدة',
    older: 'الأقدم',
    newer: 'الأحدث',
    searchResults: 'نتائج البحث',
    nothingSelected: 'لم يتم اختيار أي محادثة',
    newMessage: 'رسالة جديدة',
  },
};

/** The locale in which dates are written. */
export const locales: Record<GmailLanguage, string> = {
  en: 'en-US',
  de: 'de-DE',
  fr: 'fr-FR',
  ja: 'ja-JP',
  ar: 'ar-EG',
};
