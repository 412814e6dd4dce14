//! Images made smaller: decoded by the browser, drawn upright, and written anew, without anything but the picture.

use js_sys::{Function, Object, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

use crate::browser::{cause, nodes, object, page};

/// Pixels of the largest canvas that every browser can draw (Safari on phones: 4096 × 4096).
const PIXELS: f64 = 16_000_000.0;

/// How good the picture is written, the best first, before it gets fewer pixels.
const QUALITIES: [f64; 3] = [0.85, 0.7, 0.55];

/// How often it gets fewer pixels at most. Each time leaves 72 % of them or less.
const ROUNDS: usize = 12;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = createImageBitmap)]
    fn create_image_bitmap(image: &Blob, options: &Object) -> Result<Promise, JsValue>;
}

/// A decoded image, whose memory is given back when it is dropped.
struct Bitmap(ImageBitmap);

impl Drop for Bitmap {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// The image as a file of `media_type` with less than `most` bytes, as good as it can be; if it cannot be made so small, as
/// small as it can be. `None` where this browser cannot decode or write it.
pub async fn rewritten(image: &Blob, media_type: &str, most: u64) -> Option<Blob> {
    match smaller(image, media_type, most as f64).await {
        Ok(found) => found,
        Err(thrown) => {
            page::warn(&cause(&thrown));
            None
        }
    }
}

async fn smaller(image: &Blob, media_type: &str, most: f64) -> Result<Option<Blob>, JsValue> {
    let canvas: HtmlCanvasElement = nodes::element("canvas").unchecked_into();
    if !is_truthful(&canvas)? {
        return Ok(None);
    }
    let upright = object(&[("imageOrientation", "from-image".into())]);
    let bitmap: ImageBitmap = JsFuture::from(create_image_bitmap(image, &upright)?).await?.unchecked_into();
    let bitmap = Bitmap(bitmap);
    let (width, height) = (f64::from(bitmap.0.width()), f64::from(bitmap.0.height()));
    let mut scale = (PIXELS / (width * height)).sqrt().min(1.0);
    let mut best: Option<Blob> = None;
    for _ in 0..ROUNDS {
        let (width, height) = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
        canvas.set_width(width as u32);
        canvas.set_height(height as u32);
        let context = context(&canvas)?;
        if media_type == "image/jpeg" {
            // It knows no transparency and would make it black.
            context.set_fill_style_str("white");
            context.fill_rect(0.0, 0.0, width, height);
        }
        context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap.0, 0.0, 0.0, width, height)?;
        for quality in QUALITIES {
            let written = write(&canvas, media_type, quality).await?;
            // A browser that cannot write this type writes PNG.
            let Some(written) = written.filter(|blob| blob.type_() == media_type) else { return Ok(best) };
            let size = written.size();
            best = Some(written);
            if size < most {
                return Ok(best);
            }
            // Quality means nothing to PNG.
            if media_type == "image/png" {
                break;
            }
        }
        let size = best.as_ref().map_or(most, Blob::size);
        scale *= ((most / size).sqrt() * 0.95).clamp(0.5, 0.85);
    }
    Ok(best)
}

fn context(canvas: &HtmlCanvasElement) -> Result<CanvasRenderingContext2d, JsValue> {
    canvas.get_context("2d")?.map(JsCast::unchecked_into).ok_or(JsValue::NULL)
}

/// Whether what is drawn can be read again: some browsers give noise instead, so that nobody is recognised by it.
fn is_truthful(canvas: &HtmlCanvasElement) -> Result<bool, JsValue> {
    canvas.set_width(4);
    canvas.set_height(4);
    let context = context(canvas)?;
    context.set_fill_style_str("navy");
    context.fill_rect(0.0, 0.0, 4.0, 4.0);
    let pixels = context.get_image_data(0.0, 0.0, 4.0, 4.0)?.data();
    let near = |is: u8, meant: u8| is.abs_diff(meant) < 8;
    Ok(pixels.chunks_exact(4).all(|pixel| near(pixel[0], 0) && near(pixel[1], 0) && near(pixel[2], 128)))
}

async fn write(canvas: &HtmlCanvasElement, media_type: &str, quality: f64) -> Result<Option<Blob>, JsValue> {
    let mut failed = None;
    let written = Promise::new(&mut |resolve: Function, reject: Function| {
        if let Err(thrown) = canvas.to_blob_with_type_and_encoder_options(&resolve, media_type, &quality.into()) {
            failed = Some(thrown);
            let _ = reject.call0(&JsValue::NULL);
        }
    });
    let written = JsFuture::from(written).await;
    match failed {
        Some(thrown) => Err(thrown),
        None => written.map(|blob| blob.dyn_into().ok()),
    }
}
