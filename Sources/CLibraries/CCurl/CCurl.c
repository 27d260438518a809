#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>

#define NEEDED(X)                                                                                                      \
    X(global_init) X(easy_init) X(easy_cleanup) X(easy_setopt) X(easy_getinfo) X(easy_strerror) X(slist_append)        \
    X(slist_free_all) X(multi_init) X(multi_cleanup) X(multi_setopt) X(multi_add_handle) X(multi_remove_handle)        \
    X(multi_perform) X(multi_info_read) X(multi_poll) X(multi_wakeup) X(multi_strerror)

// curl.h checks the arguments of these by macros, which would stand in the way of the table's members.
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#define MEMBER(name) __typeof__(&curl_##name) name;
static struct { NEEDED(MEMBER) } curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *problem;

static void load(void) {
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        problem = dlerror();
        return;
    }
#define FIND(name)                                                                                                     \
    curl.name = (__typeof__(curl.name))dlsym(library, "curl_" #name);                                                  \
    if (!curl.name) {                                                                                                  \
        problem = "libcurl.so.4 is too old: curl_" #name " is missing";                                                \
        return;                                                                                                        \
    }
    NEEDED(FIND)
}

const char *camkeep_curl_load(void) {
    pthread_once(&once, load);
    return problem;
}

CURLcode camkeep_easy_set_long(CURL *easy, CURLoption option, long value) {
    return curl.easy_setopt(easy, option, value);
}

CURLcode camkeep_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl.easy_setopt(easy, option, value);
}

CURLcode camkeep_easy_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl.easy_setopt(easy, option, value);
}

CURLcode camkeep_easy_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl.easy_setopt(easy, option, value);
}

CURLcode camkeep_easy_set_receivers(CURL *easy, curl_write_callback header, curl_write_callback body, curl_prereq_callback before, void *context) {
    CURLcode code = curl.easy_setopt(easy, CURLOPT_HEADERFUNCTION, header);
    if (code == CURLE_OK) code = curl.easy_setopt(easy, CURLOPT_HEADERDATA, context);
    if (code == CURLE_OK) code = curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, body);
    if (code == CURLE_OK) code = curl.easy_setopt(easy, CURLOPT_WRITEDATA, context);
    if (code == CURLE_OK) code = curl.easy_setopt(easy, CURLOPT_PREREQFUNCTION, before);
    if (code == CURLE_OK) code = curl.easy_setopt(easy, CURLOPT_PREREQDATA, context);
    return code;
}

CURLcode camkeep_easy_set_socket_maker(CURL *easy, curl_opensocket_callback maker) {
    return curl.easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, maker);
}

CURLcode camkeep_easy_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl.easy_getinfo(easy, info, value);
}

CURLcode camkeep_easy_get_pointer(CURL *easy, CURLINFO info, void **value) {
    return curl.easy_getinfo(easy, info, value);
}

CURLMcode camkeep_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl.multi_setopt(multi, option, value);
}

CURLcode camkeep_global_init(long flags) { return curl.global_init(flags); }
CURL *camkeep_easy_init(void) { return curl.easy_init(); }
void camkeep_easy_cleanup(CURL *easy) { curl.easy_cleanup(easy); }
const char *camkeep_easy_strerror(CURLcode code) { return curl.easy_strerror(code); }
struct curl_slist *camkeep_slist_append(struct curl_slist *list, const char *text) {
    return curl.slist_append(list, text);
}
void camkeep_slist_free_all(struct curl_slist *list) { curl.slist_free_all(list); }
CURLM *camkeep_multi_init(void) { return curl.multi_init(); }
CURLMcode camkeep_multi_cleanup(CURLM *multi) { return curl.multi_cleanup(multi); }
CURLMcode camkeep_multi_add_handle(CURLM *multi, CURL *easy) { return curl.multi_add_handle(multi, easy); }
CURLMcode camkeep_multi_remove_handle(CURLM *multi, CURL *easy) { return curl.multi_remove_handle(multi, easy); }
CURLMcode camkeep_multi_perform(CURLM *multi, int *running) { return curl.multi_perform(multi, running); }
CURLMsg *camkeep_multi_info_read(CURLM *multi, int *left) { return curl.multi_info_read(multi, left); }
CURLMcode camkeep_multi_poll(CURLM *multi, struct curl_waitfd *extra, unsigned int count, int milliseconds, int *ready) {
    return curl.multi_poll(multi, extra, count, milliseconds, ready);
}
CURLMcode camkeep_multi_wakeup(CURLM *multi) { return curl.multi_wakeup(multi); }
const char *camkeep_multi_strerror(CURLMcode code) { return curl.multi_strerror(code); }
