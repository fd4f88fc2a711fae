import { type JSX, useState } from "react";
import { bareId, type Post } from "../api/posts-api";
import { useUpload } from "../publish/uploads";
import { useSession } from "../session/session";
import { lazyPart } from "../shell/lazy-part";
import { PictureFrame } from "./picture-frame";
import classes from "./picture-slot.module.css";
import { PostPicture } from "./post-picture";

const LazyUpload = lazyPart(async () => (await import("./upload-progress")).UploadProgress);
const LazyAddPicture = lazyPart(async () => (await import("./add-picture")).AddPicture);

/**
 * The whole picture area of a post: its picture, one that is on its way, or, for one's own post without any, a way to
 * add it. Nothing for another's post without a picture: how its upload stands is its writer's business, even where that
 * was begun in this very browser.
 */
export function PictureSlot({ post }: { post: Post }): JSX.Element | null {
  const { user } = useSession();
  const own = useUpload(post);
  const { upload } = own;
  const isOwn = post.user === user;
  const [uploadedHere, setUploadedHere] = useState(false);

  if (isOwn && upload.state !== "none") {
    if (!uploadedHere) setUploadedHere(true);
    // Without its code the upload still goes on, so the frame with the picture stands in for it.
    const standin = <PictureFrame source={upload.preview} alt="" />;
    return <LazyUpload props={{ post, own }} loading={standin} failed={() => standin} />;
  }
  if (post.image !== undefined) {
    return (
      <PostPicture
        key={bareId(post)}
        post={post}
        image={post.image}
        ready={uploadedHere}
        renew={own.checkAgain}
        replace={isOwn ? own.start : undefined}
      />
    );
  }
  if (!isOwn) return null;
  const room = <div className={classes.room} />;
  return <LazyAddPicture props={{ post, start: own.start }} loading={room} failed={() => null} />;
}
