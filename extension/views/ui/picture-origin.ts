import { createContext, useContext } from 'react';

/** The only origin that pictures are read from; null while it is not known, or nobody is signed in. */
export const PictureOriginContext = createContext<string | null>(null);

/** The address, where it is one of our own server or holds the picture itself; else null. */
export function useOwnPicture(url: string | null): string | null {
  const origin = useContext(PictureOriginContext);
  if (url === null || url.startsWith('data:image/')) return url;
  return URL.canParse(url) && new URL(url).origin === origin ? url : null;
}
