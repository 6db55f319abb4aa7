import { expect, it } from 'vitest';
import { mentionsFile } from './mentions-file.ts';

it.each([
  'Please find the offer attached.',
  'Anbei das Angebot.',
  'Die Zeichnung ist angehängt',
  'Veuillez trouver ci-joint le devis.',
  'Adjunto el presupuesto',
  'In allegato trova il preventivo',
  'Segue em anexo',
  'In de bijlage vindt u de offerte',
  'Bifogat finner du offerten',
  'W załączeniu oferta',
  'Во вложении счёт',
  '请见附件',
  '見積書を添付します',
])('%s', (text) => expect(mentionsFile(text)).toBe(true));

it.each(['We come on Monday.', '> See the attached log\nWe saw it.', 'Der Hang ist steil.'])('not: %s', (text) =>
  expect(mentionsFile(text)).toBe(false),
);
