package org.eclipse.kura.core.configuration.metatype;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.eclipse.kura.configuration.metatype.Designate;
import org.eclipse.kura.configuration.metatype.MetaData;
import org.eclipse.kura.configuration.metatype.OCD;

/** The contents of a metatype file. */
public class Tmetadata implements MetaData {
    protected List<Tocd> ocd = new ArrayList<>();
    protected List<Tdesignate> designate = new ArrayList<>();
    protected List<Object> any = new ArrayList<>();
    protected String localization;
    private final Map<QName, String> otherAttributes = new HashMap<>();

    public Tmetadata() {
        // everything is set by the caller
    }

    /** A copy of the list of definitions. */
    @Override
    public List<OCD> getOCD() {
        return new ArrayList<>(ocd);
    }

    /** Adds a definition. */
    public void setOCD(Tocd element) {
        ocd.add(element);
    }

    /** A copy of the list of designates. */
    @Override
    public List<Designate> getDesignate() {
        return new ArrayList<>(designate);
    }

    /** Adds a designate. */
    public void setDesignate(Tdesignate element) {
        designate.add(element);
    }

    /** Elements of other schemas; what is added to this list is kept. */
    public List<Object> getAny() {
        return any;
    }

    /** Adds an element of another schema, in spite of its name. */
    public void getAny(Object element) {
        any.add(element);
    }

    @Override
    public String getLocalization() {
        return localization;
    }

    public void setLocalization(String localization) {
        this.localization = localization;
    }

    /** Attributes of other schemas; what is put there is kept. */
    public Map<QName, String> getOtherAttributes() {
        return otherAttributes;
    }
}
