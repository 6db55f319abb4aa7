/** Words by which people announce a file, in the languages that our reply headers are read in. */
const announcements = [
  /\b(?:attach(?:ed|ing|ment|ments)|enclosed|enclosure)\b/i,
  /\b(?:anbei|im anhang|als anhang|angehängt\w*|anhängend|beigefügt\w*|anliegend)(?![\p{L}])/iu,
  /\b(?:ci-joint\w*|pi[eè]ces? jointes?|en annexe)(?![\p{L}])/iu,
  /\b(?:adjunt[oa]s?|en anexo|allegat[oiae]|in allegato|em anexo|anex[oa]s?)(?![\p{L}])/iu,
  /\b(?:bijlagen?|bijgevoegd\w*|bifoga\w*|vedlagt\w*|vedlegg\w*)(?![\p{L}])/iu,
  /(?:załącz|во вложени|прикреп|вложил|у вкладенні|додаю файл)/iu,
  /(?:附件|附上|随信附|添付)/u,
];

/**
 * Whether what somebody wrote announces a file. Guesses by words: a hint to ask once, never a reason to refuse. Lines
 * that are quoted (`>`) don't count.
 */
export function mentionsFile(text: string): boolean {
  const own = text
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n');
  return announcements.some((words) => words.test(own));
}
