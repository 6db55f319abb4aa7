/** The longest message, in UTF-16 units; apart from the schemas, so that views need not carry zod for it. */
export const maxMessageLength = 12_000;

/** The largest picture of a person that is taken, in bytes, and how long its longer side may be. */
export const maxPictureBytes = 256 * 1024;
export const maxPictureSide = 1024;
