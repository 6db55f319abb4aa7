export { findPicture, forgetPictures } from './find-picture.ts';
export { ownPictureUrl } from './own-picture.ts';
export { pictureAddress, pictureLink } from './picture-link.ts';
