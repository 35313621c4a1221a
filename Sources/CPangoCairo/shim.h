#ifndef ESTREAT_CPANGOCAIRO_SHIM_H
#define ESTREAT_CPANGOCAIRO_SHIM_H
// Cairo, Pango and Fontconfig, loaded when a certificate is drawn and not when the program starts:
// the some thirty libraries behind them cost more time than all else at start-up, and commands that
// draw nothing must run where they are not installed. The module map therefore links nothing.
#include <dlfcn.h>
#include <stddef.h>
#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>
#include <fontconfig/fontconfig.h>

// Pango's own headers need the flags of pkg-config, which come with those of the linker, so the few
// functions in use are declared here; a test compiles this beside the real headers.
// Enumerations travel as what they are to C, unsigned int. Lengths are in 1/1024 of a point.
typedef struct _PangoContext PangoContext;
typedef struct _PangoFontDescription PangoFontDescription;
typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoLanguage PangoLanguage;
typedef struct _PangoLayout PangoLayout;
void g_object_unref(void *object);
void pango_cairo_context_set_font_options(PangoContext *, const cairo_font_options_t *);
PangoFontMap *pango_cairo_font_map_new_for_font_type(cairo_font_type_t);
void pango_cairo_show_layout(cairo_t *, PangoLayout *);
void pango_context_set_base_dir(PangoContext *, unsigned direction);
void pango_context_set_language(PangoContext *, PangoLanguage *);
void pango_context_set_round_glyph_positions(PangoContext *, int isRounding);
void pango_font_description_free(PangoFontDescription *);
PangoFontDescription *pango_font_description_new(void);
void pango_font_description_set_absolute_size(PangoFontDescription *, double units);
void pango_font_description_set_family(PangoFontDescription *, const char *);
PangoContext *pango_font_map_create_context(PangoFontMap *);
PangoLanguage *pango_language_from_string(const char *);
void pango_layout_get_size(PangoLayout *, int *width, int *height);
int pango_layout_get_unknown_glyphs_count(PangoLayout *);
PangoLayout *pango_layout_new(PangoContext *);
void pango_layout_set_alignment(PangoLayout *, unsigned alignment);
void pango_layout_set_auto_dir(PangoLayout *, int isAutomatic);
void pango_layout_set_font_description(PangoLayout *, const PangoFontDescription *);
void pango_layout_set_spacing(PangoLayout *, int units);
void pango_layout_set_text(PangoLayout *, const char *, int bytes);
void pango_layout_set_width(PangoLayout *, int units);
void pango_layout_set_wrap(PangoLayout *, unsigned mode);
enum {
  CPANGO_UNITS = 1024,          // PANGO_SCALE
  CPANGO_DIRECTION_LTR = 0,     // PANGO_DIRECTION_LTR
  CPANGO_ALIGN_LEFT = 0,        // PANGO_ALIGN_LEFT
  CPANGO_ALIGN_RIGHT = 2,       // PANGO_ALIGN_RIGHT
  CPANGO_WRAP_WORD_CHAR = 2     // PANGO_WRAP_WORD_CHAR
};

// Every function that is used. Their types come from the libraries' own headers.
#define CPANGOCAIRO_FUNCTIONS(X)            \
  X(cairo_create)                           \
  X(cairo_destroy)                          \
  X(cairo_fill)                             \
  X(cairo_font_options_create)              \
  X(cairo_font_options_destroy)             \
  X(cairo_font_options_set_hint_metrics)    \
  X(cairo_font_options_set_hint_style)      \
  X(cairo_line_to)                          \
  X(cairo_move_to)                          \
  X(cairo_pdf_surface_create_for_stream)    \
  X(cairo_pdf_surface_restrict_to_version)  \
  X(cairo_pdf_surface_set_metadata)         \
  X(cairo_rectangle)                        \
  X(cairo_restore)                          \
  X(cairo_rotate)                           \
  X(cairo_save)                             \
  X(cairo_set_line_width)                   \
  X(cairo_set_source_rgb)                   \
  X(cairo_show_page)                        \
  X(cairo_status)                           \
  X(cairo_status_to_string)                 \
  X(cairo_stroke)                           \
  X(cairo_surface_destroy)                  \
  X(cairo_surface_finish)                   \
  X(cairo_surface_status)                   \
  X(cairo_translate)                        \
  X(FcCharSetHasChar)                       \
  X(FcConfigAppFontAddFile)                 \
  X(FcConfigCreate)                         \
  X(FcConfigDestroy)                        \
  X(FcConfigGetFonts)                       \
  X(FcConfigSetCurrent)                     \
  X(FcPatternGetCharSet)                    \
  X(FcPatternGetString)                     \
  X(g_object_unref)                         \
  X(pango_cairo_context_set_font_options)   \
  X(pango_cairo_font_map_new_for_font_type) \
  X(pango_cairo_show_layout)                \
  X(pango_context_set_base_dir)             \
  X(pango_context_set_language)             \
  X(pango_context_set_round_glyph_positions)\
  X(pango_font_description_free)            \
  X(pango_font_description_new)             \
  X(pango_font_description_set_absolute_size) \
  X(pango_font_description_set_family)      \
  X(pango_font_map_create_context)          \
  X(pango_language_from_string)             \
  X(pango_layout_get_size)                  \
  X(pango_layout_get_unknown_glyphs_count)  \
  X(pango_layout_new)                       \
  X(pango_layout_set_alignment)             \
  X(pango_layout_set_auto_dir)              \
  X(pango_layout_set_font_description)      \
  X(pango_layout_set_spacing)               \
  X(pango_layout_set_text)                  \
  X(pango_layout_set_width)                 \
  X(pango_layout_set_wrap)

/// One pointer a function, under the function's own name.
typedef struct {
#define X(name) __typeof__(name) *name;
  CPANGOCAIRO_FUNCTIONS(X)
#undef X
} CPangoCairo;

/// Loads the libraries and fills `out`; they stay loaded.
/// Returns the file or function that is missing, NULL when nothing is.
static inline const char *cpangocairo_load(CPangoCairo *out) {
  // The symbols of what a library needs are found through it.
  static const char file[] = "libpangocairo-1.0.so.0";
  void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return file;
#define X(name)                                        \
  *(void **)(void *)&out->name = dlsym(library, #name); \
  if (out->name == NULL) return #name;
  CPANGOCAIRO_FUNCTIONS(X)
#undef X
  return NULL;
}
#endif
