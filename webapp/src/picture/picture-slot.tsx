import { type JSX, useState } from "react";
import { bareId, type Post } from "../api/posts-api";
import { lazyPart } from "../composer/lazy-part";
import { useUpload } from "../publish/uploads";
import { useSession } from "../session/session";
import { PictureFrame } from "./picture-frame";
import classes from "./picture-slot.module.css";
import { PostPicture } from "./post-picture";

const LazyUpload = lazyPart(async () => (await import("./upload-progress")).UploadProgress);
const LazyAddPicture = lazyPart(async () => (await import("./add-picture")).AddPicture);

/**
 * The whole picture area of a post: its picture, one that is on its way, or, for one's own post without any, a way to
 * add it. Nothing for another's post without a picture.
 */
export function PictureSlot({ post }: { post: Post }): JSX.Element | null {
  const { user } = useSession();
  const own = useUpload(post);
  const { upload } = own;
  const [uploadedHere, setUploadedHere] = useState(false);

  if (upload.state !== "none") {
    if (!uploadedHere) setUploadedHere(true);
    // Without its code the upload still goes on, so the frame with the picture stands in for it.
    const standin = <PictureFrame source={upload.preview} alt="" />;
    return <LazyUpload props={{ post, own }} loading={standin} failed={() => standin} />;
  }
  if (post.image !== undefined) {
    return (
      <PostPicture key={bareId(post)} post={post} image={post.image} ready={uploadedHere} renew={own.checkAgain} />
    );
  }
  if (post.user !== user) return null;
  const room = <div className={classes.room} />;
  return <LazyAddPicture props={{ post, start: own.start }} loading={room} failed={() => null} />;
}
