const settleMs = 300;

/** Learns from the pointer where on the screen the frame stands, and whether that changed a moment ago. */
export function createPlaceWatch() {
  let zoom = 1;
  let known: { left: number; top: number; size: string } | undefined;
  let movedAt = Number.NEGATIVE_INFINITY;
  return {
    note(event: PointerEvent | MouseEvent): void {
      // Keyboard clicks carry no place.
      if (event.screenX === 0 && event.screenY === 0) return;
      // Places on the screen know nothing of the page's zoom, places in the document do.
      const left = event.screenX - window.screenX - event.clientX * zoom;
      const top = event.screenY - window.screenY - event.clientY * zoom;
      const far = 24 * Math.max(1, zoom);
      // Pointer events can come before the frame hears that its size, and so its place, was changed.
      const size = `${window.innerWidth} ${window.innerHeight}`;
      const isFar = known !== undefined && Math.abs(known.left - left) + Math.abs(known.top - top) > far;
      if (isFar && known?.size === size) movedAt = performance.now();
      known = { left, top, size };
    },
    /** The frame's own size changed with it (collapsed, dragged wider, zoomed): that is no jump. */
    forget(): void {
      known = undefined;
    },
    /** Places are measured anew at this zoom. */
    scale(newZoom: number): void {
      if (newZoom !== zoom) known = undefined;
      zoom = newZoom;
    },
    hasJustJumped: (): boolean => performance.now() - movedAt < settleMs,
  };
}
