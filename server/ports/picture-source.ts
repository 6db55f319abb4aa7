/** Bytes that were proven to be a picture of this type. */
export interface Picture {
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Reads people's pictures where their providers keep them. */
export interface PictureSource {
  /** Whether pictures of this address are read at all: only those on the hosts that the settings name. */
  isKnown(url: string): boolean;
  /** The picture; undefined when it can't be had now, is none, or is too large. */
  read(url: string): Promise<Picture | undefined>;
}
