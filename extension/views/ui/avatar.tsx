import { type CSSProperties, useState } from 'react';
import { initialsOf, tintOf } from './initials.ts';
import { joinClasses } from './join-classes.ts';
import { useOwnPicture } from './picture-origin.ts';

const sizes = {
  20: 'size-5 text-[0.5625rem]',
  24: 'size-6 text-[0.625rem]',
  28: 'size-7 text-[0.6875rem]',
  40: 'size-10 text-[0.875rem]',
  56: 'size-14 text-[1.125rem]',
};

interface AvatarProps {
  name: string;
  pictureUrl: string | null;
  size?: keyof typeof sizes;
  /** People are round, companies square. */
  square?: boolean;
}

/** A picture from our own server, or initials on a quiet tint when there is none or it does not load. Says nothing to a screen reader. */
export function Avatar({ name, pictureUrl: given, size = 28, square = false }: AvatarProps) {
  const pictureUrl = useOwnPicture(given);
  const [broken, setBroken] = useState<string | null>(null);
  const shape = joinClasses('shrink-0 overflow-hidden', sizes[size], square ? 'rounded-md' : 'rounded-full');
  if (pictureUrl !== null && pictureUrl !== broken) {
    return (
      <img
        src={pictureUrl}
        alt=""
        draggable={false}
        referrerPolicy="no-referrer"
        onError={() => setBroken(pictureUrl)}
        className={joinClasses(shape, 'bg-hover object-cover')}
      />
    );
  }
  const hue = tintOf(name);
  return (
    <span
      aria-hidden
      className={joinClasses(shape, 'tinted flex items-center justify-center font-semibold tracking-tight select-none')}
      style={{ '--hue': hue } as CSSProperties}
    >
      {initialsOf(name)}
    </span>
  );
}
