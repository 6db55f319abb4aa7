import { useRef, useState } from 'react';
import { t } from '#extension/language/t.ts';
import { readBase64 } from '../bridge/read-base64.ts';
import { useRequest } from '../bridge/use-command.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { useShowToast } from '../ui/toasts.tsx';
import { chosenTypes, maxChosenBytes, squarePicture } from './square-picture.ts';

interface Person {
  name: string;
  pictureUrl: string | null;
}

/** One's own picture, as teammates see it: choose another or have none. */
export function OwnPicture({ person }: { person: Person }) {
  const file = useRef<HTMLInputElement>(null);
  const { problem, isBusy, choose, remove } = useOwnPicture();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
      <div className="flex min-w-64 flex-1 items-center gap-3">
        <Avatar name={person.name} pictureUrl={person.pictureUrl} size={56} />
        <div className="min-w-0">
          <p className="font-medium">{t('profile.picture')}</p>
          <p
            aria-live="polite"
            className={problem === null ? 'text-small text-pretty text-muted' : 'text-small text-danger'}
          >
            {problem ?? t('profile.pictureHint')}
          </p>
        </div>
      </div>
      <div className="ms-auto flex flex-wrap items-center justify-end gap-2">
        {person.pictureUrl !== null && (
          <Button size="small" kind="ghost" disabled={isBusy} onClick={() => void remove()}>
            {t('profile.removePicture')}
          </Button>
        )}
        <Button size="small" disabled={isBusy} onClick={() => file.current?.click()}>
          {t('profile.choosePicture')}
        </Button>
        <input
          ref={file}
          type="file"
          hidden
          accept={chosenTypes.join()}
          aria-label={t('profile.choosePicture')}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            event.target.value = '';
            if (chosen !== undefined) void choose(chosen);
          }}
        />
      </div>
    </div>
  );
}

function useOwnPicture() {
  const request = useRequest();
  const show = useShowToast();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const save = async (base64: string | null, done: string): Promise<void> => {
    setBusy(true);
    const result = await request('session.set-picture', { base64 });
    setBusy(false);
    setProblem(result.ok ? null : result.problem.message);
    if (result.ok) show({ text: done });
  };
  return {
    problem,
    isBusy,
    remove: () => save(null, t('profile.pictureRemoved')),
    choose: async (chosen: File): Promise<void> => {
      if (!chosenTypes.includes(chosen.type)) return setProblem(t('profile.pictureType'));
      if (chosen.size > maxChosenBytes) return setProblem(t('profile.pictureTooLarge'));
      const square = await squarePicture(chosen);
      const base64 = square === undefined ? undefined : await readBase64(square);
      if (base64 === undefined) return setProblem(t('profile.pictureUnreadable'));
      await save(base64, t('profile.pictureSaved'));
    },
  };
}
