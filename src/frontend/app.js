// The script of every page. Pages work without it; what it adds lives in small modules beside this file.
import "htmx.org";
