/** The longest message, in UTF-16 units; apart from the schemas, so that views need not carry zod for it. */
export const maxMessageLength = 12_000;
