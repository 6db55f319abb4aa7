export { findPicture, forgetPictures } from './find-picture.ts';
export { pictureLink } from './picture-link.ts';
