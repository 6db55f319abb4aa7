import { domainOf } from './address.ts';

/**
 * Domains at which anybody can have an address, so that the domain says nothing about a person's company.
 * A hand-kept list of the large public providers; `free-mail-domains.test.ts` holds its rules.
 */
const FREE_MAIL_DOMAINS: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.it outlook.es outlook.jp outlook.co.th outlook.com.br
  hotmail.com hotmail.co.uk hotmail.de hotmail.fr hotmail.it hotmail.es hotmail.nl hotmail.be hotmail.ca hotmail.se
  live.com live.co.uk live.de live.fr live.it live.nl live.be live.ca live.se live.dk live.no live.jp msn.com passport.com
  windowslive.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.it yahoo.es yahoo.ca yahoo.in yahoo.co.in yahoo.co.jp
  yahoo.com.br yahoo.com.au yahoo.com.mx yahoo.com.ar yahoo.com.hk yahoo.com.tw yahoo.com.sg yahoo.com.ph yahoo.co.id
  yahoo.gr yahoo.ie yahoo.se yahoo.no yahoo.dk yahoo.pl yahoo.ro ymail.com rocketmail.com aol.com aol.de aol.co.uk aim.com
  icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tutamail.com tuta.io
  tuta.com keemail.me gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.fr gmx.co.uk gmx.us web.de t-online.de freenet.de arcor.de
  mail.de email.de posteo.de posteo.net mailbox.org 1und1.de online.de vodafone.de bluewin.ch hispeed.ch sunrise.ch aon.at
  chello.at orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr libero.it virgilio.it alice.it
  tin.it tiscali.it fastwebnet.it terra.es telefonica.net ono.com telenet.be skynet.be proximus.be ziggo.nl kpnmail.nl
  planet.nl hetnet.nl home.nl xs4all.nl upcmail.nl telia.com spray.se bredband.net online.no mail.dk jubii.dk luukku.com
  suomi24.fi kolumbus.fi wp.pl o2.pl onet.pl op.pl interia.pl poczta.fm gazeta.pl seznam.cz email.cz centrum.cz atlas.cz
  volny.cz azet.sk centrum.sk zoznam.sk freemail.hu citromail.hu abv.bg mail.bg mail.ru inbox.ru list.ru bk.ru internet.ru
  yandex.ru yandex.com ya.ru rambler.ru ukr.net i.ua meta.ua btinternet.com sky.com virginmedia.com blueyonder.co.uk
  ntlworld.com talktalk.net eircom.net comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net
  earthlink.net juno.com optonline.net roadrunner.com frontier.com windstream.net rogers.com shaw.ca sympatico.ca bell.net
  telus.net videotron.ca bigpond.com bigpond.net.au optusnet.com.au iinet.net.au xtra.co.nz uol.com.br bol.com.br
  terra.com.br ig.com.br globo.com r7.com prodigy.net.mx qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn
  sohu.com 139.com 189.cn aliyun.com tom.com naver.com daum.net hanmail.net nate.com kakao.com docomo.ne.jp ezweb.ne.jp
  softbank.ne.jp i.softbank.jp nifty.com biglobe.ne.jp rediffmail.com indiatimes.com sify.com walla.co.il walla.com
  zoho.com zohomail.com zohomail.eu fastmail.com fastmail.fm hushmail.com hey.com mail.com email.com usa.com myself.com
  consultant.com europe.com inbox.com lycos.com lycos.de excite.com riseup.net disroot.org duck.com simplelogin.com
  mozmail.com privaterelay.appleid.com`.split(/\s+/),
);

/** Whether anybody can have an address at this domain (lower-case ASCII, as `domainOf` returns it). */
export function isFreeMailDomain(domain: string): boolean {
  return FREE_MAIL_DOMAINS.has(domain);
}

/** The domain that stands for a person's company (of a normalised address); undefined at free-mail providers. */
export function findCompanyDomain(address: string): string | undefined {
  const domain = domainOf(address);
  return isFreeMailDomain(domain) ? undefined : domain;
}
