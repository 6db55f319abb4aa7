import type { ReplySample } from './reply-sample.ts';

const ANNA = 'Anna Berg <anna@example.com>';

/** How mail programs introduce what they quote, and an answer above it, language by language. */
export const ASIAN_REPLIES: readonly ReplySample[] = [
  {
    language: 'zh',
    answer: '您好，\n\n可以的。\n\n此致\n王伟',
    marked: [
      `${ANNA} 于2025年3月3日周一 09:15写道：`,
      `${ANNA} 於 2025年3月3日 週一 上午9:15寫道：`,
      `在 2025年3月3日，上午9:15，${ANNA} 写道：`,
      '在 2025/3/3 9:15, Anna Berg 写道:',
      'At 2025-03-03 09:15:10, "Anna Berg" <anna@example.com> wrote:',
      '于 2025/3/3 9:15, Anna Berg 写道:',
      '发自我的iPhone\n\n> 在 2025年3月3日，09:15，Anna Berg <anna@example.com> 写道：\n> ',
    ],
    bare: [
      '在 2025-03-03 09:15:10，"Anna Berg" <anna@example.com> 写道：',
      '发件人: Anna Berg <anna@example.com>\n发送时间: 2025年3月3日 9:15\n收件人: 王伟 <wang@example.org>\n主题: 答复: 报价',
      '发件人： Anna Berg\n发送时间： 2025-03-03 09:15\n收件人： wang\n主题： 报价',
      '------------------ 原始邮件 ------------------\n发件人: "Anna Berg" <anna@example.com>;\n发送时间: 2025年3月3日(星期一) 上午9:15\n收件人: "王"<wang@example.org>;\n主题: 报价',
      '寄件者: Anna Berg <anna@example.com>\n寄件日期: 2025年3月3日 上午 09:15\n收件者: 王\n主旨: RE: 報價',
      '---- 回复的原邮件 ----\n| 发件人 | Anna Berg<anna@example.com> |\n| 发送日期 | 2025年03月3日 09:15 |\n| 收件人 | wang |\n| 主题 | 报价 |',
      '-----邮件原件-----\n发件人: Anna\n发送时间: x\n收件人: y\n主题: z',
    ],
  },
  {
    language: 'ja',
    answer: 'お世話になっております。\n\n承知いたしました。\n\nよろしくお願いいたします。\n田中',
    marked: [
      `2025年3月3日(月) 9:15 ${ANNA}:`,
      `2025/03/03 9:15、${ANNA}のメール:`,
      `2025年3月3日(月) 9:15 ${ANNA}:`,
      'On 2025/03/03 9:15, Anna Berg wrote:',
      'Anna Berg さんは書きました:',
      'iPhoneから送信\n\n2025/03/03 9:15、Anna Berg <anna@example.com>のメール:',
      '2025年3月3日 9:15、Anna Berg のメール:',
      '(2025/03/03 9:15), Anna Berg wrote:',
    ],
    bare: [
      '差出人: Anna Berg <anna@example.com>\n送信日時: 2025年3月3日 9:15\n宛先: 田中\n件名: RE: 見積もり',
      'From: Anna Berg <anna@example.com>\nSent: Monday, March 3, 2025 9:15 AM\nTo: 田中\nSubject: RE: 見積',
      '-----元のメッセージ-----\n差出人: A\n送信日時: x\n宛先: y\n件名: z',
      '-----Original Message-----\nFrom: A <a@example.com>\nTo: b@example.com\nDate: 2025/03/03',
    ],
  },
  {
    language: 'ko',
    answer: '안녕하세요.\n\n좋습니다.\n\n감사합니다.\n김철수',
    marked: [`2025년 3월 3일 (월) 오전 9:15, ${ANNA}님이 작성:`, `2025. 3. 3. 오전 9:15, ${ANNA} 작성:`],
    bare: [
      '보낸 사람: Anna Berg <anna@example.com>\n보낸 날짜: 2025년 3월 3일 월요일 오전 9:15\n받는 사람: 김\n제목: RE: 견적',
      '-----Original Message-----\nFrom: "Anna" <anna@example.com>\nTo: kim\nSent: 2025-03-03 (월) 09:15:10\nSubject: x',
    ],
  },
  {
    language: 'he',
    answer: 'שלום\n\nמסכים',
    marked: ['‫בתאריך יום ב׳, 3 במרץ 2025 ב-9:15 מאת ‪Anna Berg‬‏ <‪anna@example.com‬‏>:‬'],
    bare: ['מאת: Anna Berg <anna@example.com>\nנשלח: יום שני 03 מרץ 2025 09:15\nאל: דן\nנושא: RE: הצעה'],
  },
  {
    language: 'ar',
    answer: 'مرحبا\n\nموافق',
    marked: ['في الاثنين، 3 مارس 2025 في 9:15 ص تمت كتابة ما يلي بواسطة ‪Anna Berg‬‏ <‪anna@example.com‬‏>:‬'],
    bare: ['من: Anna Berg <anna@example.com>\nتم الإرسال: 03/مارس/2025 09:15\nإلى: علي\nالموضوع: رد: عرض'],
  },
  {
    language: 'vi',
    answer: 'Chào,\n\nđồng ý.',
    marked: [`Vào Th 2, 3 thg 3, 2025 vào lúc 09:15 ${ANNA} đã viết:`],
    bare: [],
  },
  {
    language: 'th',
    answer: 'สวัสดี\n\nตกลง',
    marked: [`ในวันที่ จ. 3 มี.ค. 2025 เวลา 09:15 ${ANNA} เขียนว่า:`],
    bare: [],
  },
  {
    language: 'id',
    answer: 'Halo,\n\nsetuju.',
    marked: [`Pada Sen, 3 Mar 2025 pukul 09.15 ${ANNA} menulis:`],
    bare: [],
  },
];
