import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { TemplateId } from '#shared/contract/ids.ts';
import {
  mostImportBytes,
  mostImportFiles,
  type ImportedTemplate,
  type TemplateScope,
} from '#shared/contract/template.ts';
import { useRequest } from '../../bridge/use-command.ts';
import { readBase64 } from '../../bridge/read-base64.ts';

/** Templates as files: brought in from the person's machine, and taken out to it. */
export function useTemplateFiles(onImported: (outcomes: readonly ImportedTemplate[]) => void) {
  const request = useRequest();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const bring = async (chosen: readonly File[], scope: TemplateScope): Promise<void> => {
    if (chosen.length === 0 || isBusy) return;
    setProblem(null);
    if (chosen.length > mostImportFiles) return setProblem(t('template.tooManyFiles', { count: mostImportFiles }));
    if (chosen.reduce((sum, { size }) => sum + size, 0) > mostImportBytes)
      return setProblem(t('template.filesTooLarge', { max: mostImportBytes / 1024 / 1024 }));
    setBusy(true);
    const files = await Promise.all(
      chosen.map(async (file) => ({ name: file.name.slice(0, 500), base64: await readBase64(file) })),
    );
    const readable = files.flatMap(({ name, base64 }) => (base64 === undefined ? [] : [{ name, base64 }]));
    const result = await request('template.import', { scope, files: readable });
    setBusy(false);
    if (result.ok) onImported(result.value);
    else setProblem(result.problem.message);
  };
  const take = async (ids: readonly string[] | null): Promise<void> => {
    setProblem(null);
    const result = await request('template.export', {
      ids: ids === null ? null : ids.map((id) => TemplateId.parse(id)),
    });
    if (!result.ok) return setProblem(result.problem.message);
    const { name, contentType, base64 } = result.value;
    save(name, new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: contentType }));
  };
  return { bring, take, isBusy, problem };
}

/** Hands a file to the browser's downloads. */
function save(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
