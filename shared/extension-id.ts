/**
 * The public half of the key that pins the extension's id, as Chromium's manifest wants it (base64 DER). Whoever
 * publishes under an own key sets EXTENSION_IDS on the server to the id that goes with it.
 */
export const extensionKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1XeUsNFXQCbTKFLxxuOsORFGQKWzsXWRTstQGt6f9IX+NW5tDV+wmBEndTyHBRXQmlfXpOfjTjJlZuL8SXLdxEL+KhjppfFhrORnEVYkeAcowgrymHF2lg8PzhcBB/Yg/XxwURH8FGWSrntNLKac3zxX4WTu/dftKdElli6Zv6isdrcAS0jZlEpssa9NjNzcRgSiiRu9Kg9zenvHmdAID++FTm78ka42pgJy4pT2P6FGbsrC22WNRZu97NYQoxcnEnMxqf7/axV1Qn9ZkEVpxdJcfZKWqGRf/3dYVgJ0pzuE0a7v8yImSEiUoJNjweS/szeQtBOu5uXTHpX+BiujLwIDAQAB';

/** The id that follows from the key: SHA-256 of it, first 32 hex digits written in the letters a to p. */
export const extensionId = 'gmlfmffpafcmjkgogimenbbacpoejdcn';
