package io.devicetrail.audit.ledger.keys;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * A PKCS #11 module, called by the JDK's foreign functions. The JDK's own provider for tokens knows neither EdDSA nor
 * ML-DSA (Java 25). Addresses of functions come from the module's list, which is the one symbol that every module has.
 * For 64-bit Linux and macOS, where CK_ULONG has 8 bytes and structures are not packed.
 */
final class Cryptoki {
    /** Functions by their place in CK_FUNCTION_LIST, version 2.40. */
    enum Function {
        C_Initialize(0),
        C_GetSlotList(4),
        C_GetTokenInfo(6),
        C_OpenSession(12),
        C_CloseSession(13),
        C_Login(18),
        C_GetAttributeValue(24),
        C_FindObjectsInit(26),
        C_FindObjects(27),
        C_FindObjectsFinal(28),
        C_SignInit(42),
        C_Sign(43);

        private final int place;

        Function(int place) {
            this.place = place;
        }
    }

    private static final long WORD = ValueLayout.JAVA_LONG.byteSize();
    private static final long OS_LOCKING = 2;

    private final MemorySegment functions;

    private Cryptoki(MemorySegment functions) {
        this.functions = functions;
    }

    /** A module stays loaded until the process ends: others in it may use the same one. */
    static Cryptoki load(Path module) throws GeneralSecurityException {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup symbols = SymbolLookup.libraryLookup(module, Arena.global());
            MemorySegment list = arena.allocate(ValueLayout.ADDRESS);
            MemorySegment symbol = symbols.find("C_GetFunctionList")
                    .orElseThrow(() -> new GeneralSecurityException(module + " is no PKCS #11 module"));
            check("C_GetFunctionList", invoke(symbol, list));
            long size = WORD * (1 + Function.C_Sign.place + 1);
            Cryptoki cryptoki = new Cryptoki(list.get(ValueLayout.ADDRESS, 0).reinterpret(size));
            cryptoki.initialize(arena);
            return cryptoki;
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException(module + " cannot be loaded: " + e.getMessage(), e);
        }
    }

    private void initialize(Arena arena) throws GeneralSecurityException {
        MemorySegment arguments = arena.allocate(6 * WORD, WORD);
        arguments.set(ValueLayout.JAVA_LONG, 4 * WORD, OS_LOCKING);
        try {
            call(Function.C_Initialize, arguments);
        } catch (CryptokiFailed e) {
            if (e.code != CryptokiFailed.ALREADY_INITIALIZED) {
                throw e;
            }
        }
    }

    /** @param arguments each a CK_ULONG (Long), a CK_BBOOL (Byte) or a pointer */
    void call(Function function, Object... arguments) throws GeneralSecurityException {
        check(function.name(), invoke(functions.get(ValueLayout.ADDRESS, WORD * (1 + function.place)), arguments));
    }

    private static void check(String function, long code) throws CryptokiFailed {
        if (code != 0) {
            throw new CryptokiFailed(function, code);
        }
    }

    private static long invoke(MemorySegment address, Object... arguments) {
        MemoryLayout[] layouts = Arrays.stream(arguments).map(Cryptoki::layout).toArray(MemoryLayout[]::new);
        try {
            return (long) Linker.nativeLinker()
                    .downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_LONG, layouts))
                    .invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of native code throws nothing of its own", e);
        }
    }

    private static MemoryLayout layout(Object argument) {
        return argument instanceof Long
                ? ValueLayout.JAVA_LONG
                : argument instanceof Byte ? ValueLayout.JAVA_BYTE : ValueLayout.ADDRESS;
    }
}
