package io.devicetrail.eventstore.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.catalogue.Upcasts;
import io.devicetrail.eventstore.catalogue.EventUpcasts;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The revision follows the code an aggregate can reach, and nothing else. */
class CodeRevisionTest {
    static class State {
        Inner inner = new Inner();
    }

    static class Inner {
        int number;
    }

    static class Unrelated {
        int number;
    }

    @Test
    void theSameCodeHasTheSameRevision() throws Exception {
        assertThat(revision(State.class, Unrelated.class)).isEqualTo(revision(State.class, Unrelated.class));
        assertThat(new CodeRevision().revisionOf(State.class)).matches("[0-9a-f]{32}");
    }

    @Test
    void aChangeOfAClassThatTheStateHoldsIsAnotherRevision() throws Exception {
        assertThat(revision(State.class, Inner.class)).isNotEqualTo(revision(State.class, Unrelated.class));
    }

    /** No aggregate mentions them, and every aggregate's state comes of them. */
    @Test
    void aChangeOfTheUpcastsIsAnotherRevision() throws Exception {
        for (Class<?> upcasts : new Class<?>[] {Upcasts.class, EventUpcasts.class}) {
            assertThat(revision(LonelyState.class, upcasts)).isNotEqualTo(revision(LonelyState.class, Unrelated.class));
        }
    }

    /** Of {@code type} in a world where {@code changed} has one more field. */
    private static String revision(Class<?> type, Class<?> changed) throws Exception {
        ClassLoader loader = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }

            @Override
            public InputStream getResourceAsStream(String name) {
                InputStream real = CodeRevisionTest.class.getClassLoader().getResourceAsStream(name);
                if (real == null || !name.equals(changed.getName().replace('.', '/') + ".class")) {
                    return real;
                }
                try (real) {
                    ClassFile classes = ClassFile.of();
                    byte[] more = classes.transformClass(
                            classes.parse(real.readAllBytes()),
                            ClassTransform.endHandler(
                                    builder -> builder.withField("more", java.lang.constant.ConstantDescs.CD_int, 0)));
                    return new java.io.ByteArrayInputStream(more);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        };
        return new CodeRevision().revisionOf(loader.loadClass(type.getName()));
    }
}
