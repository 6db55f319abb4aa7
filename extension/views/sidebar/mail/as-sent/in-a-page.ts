/**
 * Whether this view stands in a page of others. A browser lets it frame no page of ours there, unless every page
 * could; the frame is then an empty one, under the view's own policy, which lets no pictures from elsewhere in.
 */
export const isInAPage = window.top !== window;
